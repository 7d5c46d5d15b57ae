namespace IntegrityWatch.Evidence.Packages;

public static class PackageDatabase
{
    public static IPackageDatabase? Open(EvidenceRoot root) => null;
}
