namespace IntegrityWatch.Evidence.Audit;

/// <summary>A file with the digest that it had when a process used it.</summary>
/// <param name="Process">After the exec where the log holds its system call, else the launcher.</param>
public sealed record AuditFileUse(HostPath Path, Digest Digest, ProcessInfo Process, AuditStamp Stamp);
