using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Doctor;

/// <summary>Which host to look at, and what of this program belongs to it.</summary>
public sealed record DoctorRequest
{
    public required EvidenceRoot Root { get; init; }

    /// <summary>The history's file, whether it is there or not.</summary>
    public required string Database { get; init; }

    /// <summary>The program, its configuration and its policies: whoever can write to them decides what is found.</summary>
    public IReadOnlyList<string> OwnFiles { get; init; } = [];

    /// <summary>Why configuration and policies cannot be used; null where they can.</summary>
    public CannotCheckException? ConfigurationFault { get; init; }

    /// <summary>By what scans judge; null for the shipped one alone.</summary>
    public Policy? Policy { get; init; }

    /// <summary>How many policies lie over the shipped one.</summary>
    public int Policies { get; init; }

    public required TechniqueTable Techniques { get; init; }

    /// <summary>Which techniques the keys of audit rules tell of.</summary>
    public IKeyTechniques KeyTechniques => Policy is { } policy ? policy.KeyTechniques : NamedTechniques.Instance;

    public required DateTimeOffset Now { get; init; }

    /// <summary>When the program was made: a clock before that is wrong. Null where that is not known.</summary>
    public DateTimeOffset? ProgramMadeAt { get; init; }

    /// <summary>True for root.</summary>
    public required bool IsPrivileged { get; init; }

    /// <summary>
    /// What <c>auditctl</c> prints with an argument; null where there is none, or it fails. Asked on a live host only, and only
    /// by root.
    /// </summary>
    public Func<string, byte[]?> AskAuditctl { get; init; } = _ => null;

    public CancellationToken Interrupted { get; init; }
}
