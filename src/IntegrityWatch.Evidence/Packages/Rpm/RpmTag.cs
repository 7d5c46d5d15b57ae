namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>The entries of a package's header that are asked for (rpm's rpmtag.h).</summary>
internal enum RpmTag
{
    Name = 1000,
    Version = 1001,
    Release = 1002,
    Epoch = 1003,
    InstallTime = 1008,
    Architecture = 1022,
    FileStates = 1029,
    FileModes = 1030,
    FileDigests = 1035,
    FileFlags = 1037,
    FileVerifyFlags = 1045,
    DirectoryIndexes = 1116,
    BaseNames = 1117,
    DirectoryNames = 1118,
    FileDigestAlgorithm = 5011,
}
