namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>Where dpkg keeps what it knows, below the root.</summary>
internal static class DpkgPaths
{
    public const string Status = "var/lib/dpkg/status";
    public const string Updates = "var/lib/dpkg/updates";
    public const string Info = "var/lib/dpkg/info";
    public const string Diversions = "var/lib/dpkg/diversions";
    public const string Log = "var/log/dpkg.log";
}
