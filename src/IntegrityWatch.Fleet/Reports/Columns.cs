namespace IntegrityWatch.Fleet.Reports;

/// <summary>How much the columns of the store take, see <c>Schema/001-tables.sql</c>.</summary>
internal static class Columns
{
    /// <summary>Characters.</summary>
    public const int Algorithm = 64;

    /// <summary>Bytes.</summary>
    public const int Digest = 64;

    /// <summary>Characters.</summary>
    public const int Name = 1024;

    /// <summary>Characters.</summary>
    public const int Reason = 8192;
}
