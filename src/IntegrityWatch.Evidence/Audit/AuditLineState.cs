namespace IntegrityWatch.Evidence.Audit;

/// <summary>What a line of a log is.</summary>
internal enum AuditLineState
{
    Record,
    NoRecord,

    /// <summary>It was passed over.</summary>
    TooLong,
}
