namespace IntegrityWatch.Evidence.Uses;

/// <summary>Whose use a use is. Uses of different realms are never joined, and what is observed is asked for by realm.</summary>
public enum Realm
{
    /// <summary>The host itself, and whatever nothing says otherwise of.</summary>
    Host,

    /// <summary>A container: the host's own mount table or a file below a container's root says so.</summary>
    Container,

    /// <summary>A label says that it is a container's, and nothing else does: any user can take a label.</summary>
    Claimed,

    /// <summary>Another host's, whose records stand in this host's log.</summary>
    OtherNode,
}
