using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Tells a host's own records from those that other hosts sent to its log: by <c>node=</c>, which auditd writes before each record where
/// it is told to. What bears no name is the host's, and so is everything where no name of the host is known.
/// </summary>
/// <remarks>
/// Records of other hosts only, where this host should be, are told of: the host's own log was turned into another's by a name in
/// auditd.conf, or it is no log of this host. A server to which others report is none of that. So a name is a stranger where it was not
/// met before and the host's own records end before its first; and then only where it takes up the host's own numbers, or the host's own
/// word is missing though the host was at work.
/// </remarks>
internal sealed class NodeCounts(HostNames names, NodeState before)
{
    /// <summary>Names that are told apart; a log made of names says by that alone that it is no host's.</summary>
    private const int MostNames = 64;

    private const string Others = "others";

    /// <summary>How far the numbers of a stranger may be from the host's own to be their continuation.</summary>
    private const uint MostApart = 8;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(before.Known, StringComparer.Ordinal);
    private byte[] ownBytes = [];
    private byte[] otherBytes = [];
    private string other = "";
    private readonly bool wasOwnMet = before.HasOwn;
    private bool isOwnMet;
    private uint ownSerial = before.OwnSerial;
    private string? stranger;
    private bool continuesOwn;

    /// <summary>How many records bear the name of each other host; those of too many names together.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>True where no record of this or an earlier read was the host's own, and others were.</summary>
    public bool AreOthersOnly => counts.Count > 0 && !isOwnMet && !wasOwnMet;

    /// <summary>A name that was not met before, from whose first record on the host's own are missing; null where there is none.</summary>
    public string? Stranger => wasOwnMet || isOwnMet ? stranger : null;

    /// <summary>True where the stranger's first number follows the host's own last one.</summary>
    public bool ContinuesOwn => continuesOwn;

    public NodeState State => new()
    {
        HasOwn = wasOwnMet || isOwnMet,
        OwnSerial = ownSerial,
        Known = [.. known.Order(StringComparer.Ordinal)],
    };

    /// <summary>True where the record is the host's own.</summary>
    public bool Take(in AuditRecord record)
    {
        var isDaemons = record.Type is AuditRecordType.Daemon or AuditRecordType.DaemonStart or AuditRecordType.DaemonEnd;
        if (record.Node.IsEmpty || record.Node.SequenceEqual(ownBytes) || IsOwn(record.Node))
        {
            isOwnMet = true;
            stranger = null;
            if (!isDaemons)
                ownSerial = record.Serial;
            return true;
        }
        Count(record.Node);
        if (!isDaemons && known.Count < MostNames && known.Add(other) && stranger is null)
        {
            stranger = other;
            continuesOwn = ownSerial > 0 && record.Serial > ownSerial && record.Serial - ownSerial <= MostApart;
        }
        return false;
    }

    private bool IsOwn(ReadOnlySpan<byte> node)
    {
        if (node.SequenceEqual(otherBytes) || !names.Fits(LossyUtf8.Decode(node)))
            return false;
        ownBytes = node.ToArray();
        return true;
    }

    private void Count(ReadOnlySpan<byte> node)
    {
        if (!node.SequenceEqual(otherBytes))
        {
            otherBytes = node.ToArray();
            other = LossyUtf8.Decode(node);
        }
        var name = counts.ContainsKey(other) || counts.Count < MostNames ? other : Others;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}

/// <summary>Which hosts' records a log held as far as it was read.</summary>
public sealed record NodeState
{
    public static readonly NodeState None = new();

    /// <summary>True where a record was the host's own.</summary>
    public bool HasOwn { get; init; }

    /// <summary>The number of the host's own last record, of the kernel's.</summary>
    public uint OwnSerial { get; init; }

    /// <summary>Names of other hosts that were met.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];
}
