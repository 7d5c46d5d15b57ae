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

/// <summary>The realms' names: what reports say.</summary>
public static class RealmNames
{
    /// <summary>Null of the host, whose findings need no word of it.</summary>
    public static string? NameElsewhere(this Realm realm) => realm switch
    {
        Realm.Host => null,
        Realm.Container => "container",
        Realm.Claimed => "claimed",
        Realm.OtherNode => "node",
    };
}
