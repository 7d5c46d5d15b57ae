namespace IntegrityWatch.Evidence.Uses;

/// <summary>
/// Whose use a use is. Uses of different realms are never joined, and what is observed is asked for by realm: to tell another one
/// apart, name it here and let the sources set <see cref="Use.Realm"/>.
/// </summary>
public enum Realm
{
    /// <summary>The host itself, and whatever nothing says otherwise of.</summary>
    Host,
}
