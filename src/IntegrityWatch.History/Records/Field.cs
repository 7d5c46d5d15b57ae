namespace IntegrityWatch.History.Records;

/// <summary>
/// The names of the documents' fields: short, because LiteDB stores them in every document, and different in more than case.
/// A field whose value is null, false or empty is left out. Times are UTC ticks of 100 ns, since LiteDB's own dates keep only
/// milliseconds; paths are bytes.
/// </summary>
internal static class Field
{
    /// <summary>See <see cref="RecordKey"/>.</summary>
    public const string Id = "_id";

    public const string Path = "p";
    public const string Algorithm = "a";

    /// <summary>The digest's bytes.</summary>
    public const string Digest = "d";

    public const string Sources = "s";
    public const string FirstSeen = "f";
    public const string LastSeen = "l";

    /// <summary>An array of boot ids: 16 bytes each where they have the kernel's form, text otherwise.</summary>
    public const string Boots = "b";

    /// <summary>Left out where the array is not full, and by versions that did not count them.</summary>
    public const string BootsLeftOut = "k";
    public const string BootsUncounted = "u";

    /// <summary>Left out where it is 0.</summary>
    public const string ListEntry = "e";

    public const string LastAudited = "t";
    public const string SignedBy = "z";
    public const string FirstProcess = "x";

    /// <summary>A document, or true where it is the first process.</summary>
    public const string LatestProcess = "y";

    /// <summary>A document of the package that owns the path.</summary>
    public const string Package = "q";
    public const string HasNoPackage = "o";
    public const string Version = "version";
    public const string ChangedAt = "changed";
    public const string PreviousVersion = "previous";
    public const string MatchesManifest = "matches";
    public const string IsScript = "script";

    public const string PathMayHoldSpaces = "m";
    public const string Noted = "n";

    /// <summary>An array of generations, see <see cref="ApprovalTerms"/>.</summary>
    public const string Terms = "g";

    public const string OnDiskSince = "w";
    public const string ApprovedAt = "c";

    public const string Number = "number";
    public const string Name = "name";
    public const string Reason = "reason";
    public const string Origin = "origin";
    public const string By = "by";
    public const string CapturedAt = "captured";
    public const string EvidenceAt = "evidence";
    public const string Content = "content";
    public const string Chain = "chain";
    public const string Manager = "manager";

    /// <summary>Two arrays: names, and versions in the same order. A name may hold what a field's name may not.</summary>
    public const string PackageNames = "names";
    public const string PackageVersions = "versions";
    public const string BootId = "boot";
    public const string Paths = "paths";

    public const string Kind = "kind";
    public const string Subject = "subject";
    public const string Count = "count";
    public const string Cause = "cause";
    public const string Process = "process";

    public const string FindingId = "id";
    public const string FoundAt = "found";
    public const string Reported = "reported";
    public const string ChangedIn = "in";
    public const string ReportedSeverity = "severity";
    public const string AcceptedAt = "accepted";
    public const string AcceptedBy = "acceptedBy";
    public const string AcceptedReason = "why";

    public const string Form = "form";
    public const string Replay = "replay";
    public const string Pcrs = "pcrs";
    public const string Pcr = "pcr";
    public const string PcrForm = "as";
    public const string LastEntry = "entry";
    public const string Value = "value";
    public const string MatchedAt = "at";
    public const string MatchedValue = "matched";
    public const string Unproven = "unproven";
    public const string Faults = "faults";
    public const string FirstFault = "fault";
    public const string Offset = "offset";
    public const string Entries = "entries";
    public const string Bytes = "bytes";
    public const string PrefixDigest = "prefix";
    public const string LastScanned = "scanned";

    public const string Source = "source";
    public const string Device = "device";
    public const string Inode = "inode";
    public const string ReadTo = "to";
    public const string Lines = "lines";
    public const string Fingerprint = "print";
    public const string Latest = "latest";
    public const string Lost = "lost";
    public const string LatestSerial = "serial";
    public const string SerialGaps = "gaps";
    public const string First = "first";
    public const string Last = "last";
    public const string Since = "since";
    public const string OpenEvents = "open";
    public const string Records = "records";
    public const string Touched = "touched";
    public const string IsNewProcess = "fresh";
    public const string IsHeld = "held";

    public const string Host = "host";
    public const string LastScan = "scan";
    public const string Scans = "scans";
    public const string LastPruned = "pruned";
    public const string PackagesStamp = "stamp";
    public const string PolicyFingerprint = "policy";
    public const string Fetched = "fetched";

    public const string Sink = "sink";
    public const string Next = "next";
    public const string Told = "told";
    public const string ToldGeneration = "toldGeneration";
    public const string Waiting = "waiting";
    public const string WaitingBytes = "size";
    public const string Missed = "missed";
    public const string Delivered = "delivered";
    public const string LastDelivery = "delivery";
    public const string Sent = "sent";

    public const string Pid = "pid";
    public const string Ppid = "ppid";
    public const string Uid = "uid";
    public const string Auid = "auid";
    public const string Gid = "gid";
    public const string Euid = "euid";
    public const string User = "user";
    public const string Comm = "comm";
    public const string Exe = "exe";
    public const string ParentExe = "parent";
    public const string Ancestors = "above";
    public const string Command = "command";
    public const string Tty = "tty";
    public const string Session = "ses";
    public const string Key = "key";
    public const string Time = "time";
}
