using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>Processes with the story of how they came to be.</summary>
internal static class Actors
{
    public static readonly HostPath Dpkg = HostPath.Of("/usr/bin/dpkg");

    /// <summary>What runs, the nearest first, by root.</summary>
    public static ProcessInfo Of(params ActorLink[] links) => Some.Process(user: 0) with { Actors = new ActorChain(links) };

    public static ActorLink Link(string program, params Digest[] contents) => new() { Program = HostPath.Of(program), Contents = contents, Euid = 0 };

    /// <summary>Dpkg itself, with its content.</summary>
    public static ProcessInfo ByManager(Digest content) => Of(Link("/usr/bin/dpkg", content));
}
