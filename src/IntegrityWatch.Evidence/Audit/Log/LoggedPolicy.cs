using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// The rules of IMA that a log says the kernel took: a record each (INTEGRITY_POLICY_RULE) as the kernel reads them, and one of the whole
/// (<c>op=policy_update</c>), which says whether it took them. Where one rule of a policy is refused, all of that policy is.
/// </summary>
internal sealed class LoggedPolicy(LoggedRules before)
{
    /// <summary>No real policy is longer; of one that is, nothing is known.</summary>
    private const int MostRules = 500;

    /// <summary>In bytes.</summary>
    private const int LongestRule = 1024;

    private readonly List<string> taken = [.. before.Taken];
    private readonly List<string> offered = [.. before.Offered];
    private bool isRefused = before.IsRefused;

    public LoggedRules State => new() { Taken = [.. taken], Offered = [.. offered], IsRefused = isRefused };

    /// <summary>What an earlier boot had loaded is gone.</summary>
    public void BeginBoot()
    {
        taken.Clear();
        Settle();
    }

    public void Take(in AuditRecord record)
    {
        if (record.Type == AuditRecordType.IntegrityPolicyRule || (record.Type == AuditRecordType.IntegrityRule && AuditIntegrityRule.IsLoadedPolicy(record.Body)))
            Offer(record.Body);
        else if (record.Type == AuditRecordType.IntegrityStatus && record.Body.IndexOf("op=policy_update"u8) >= 0)
        {
            if (record.Body.IndexOf("cause=completed"u8) >= 0)
                taken.AddRange(offered.Take(MostRules - taken.Count));
            Settle();
        }
    }

    private void Offer(ReadOnlySpan<byte> rule)
    {
        isRefused |= rule.IndexOf(" res=0"u8) >= 0;
        if (rule.Length <= LongestRule && offered.Count + taken.Count < MostRules)
            offered.Add(LossyUtf8.Decode(rule));
    }

    private void Settle()
    {
        offered.Clear();
        isRefused = false;
    }
}

/// <summary>What a log says of the rules of IMA of its latest boot.</summary>
public sealed record LoggedRules
{
    public static readonly LoggedRules None = new();

    /// <summary>Of policies that the kernel said it took.</summary>
    public IReadOnlyList<string> Taken { get; init; } = [];

    /// <summary>Of the policy of whose end the log does not tell yet.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>True where a rule of those was refused, and so all of them will be.</summary>
    public bool IsRefused { get; init; }

    /// <summary>In their order, as the kernel writes them; empty where the log tells of none.</summary>
    public IEnumerable<string> InForce => IsRefused ? Taken : Taken.Concat(Offered);

    public bool SaysTheSameAs(LoggedRules other) =>
        IsRefused == other.IsRefused && Taken.SequenceEqual(other.Taken) && Offered.SequenceEqual(other.Offered);
}
