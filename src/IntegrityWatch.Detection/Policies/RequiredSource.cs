namespace IntegrityWatch.Detection.Policies;

/// <summary>A source that a policy can make a must; the measurement list always is one.</summary>
public enum RequiredSource
{
    /// <summary>An audit log with at least one record.</summary>
    Audit,

    /// <summary>A TPM whose PCRs the measurement list leads to.</summary>
    Tpm,

    /// <summary>A package database that can be read.</summary>
    Packages,
}
