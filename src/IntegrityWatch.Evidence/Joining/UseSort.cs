namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// What an IMA policy can tell uses apart by, as far as a log shows it: started or mapped, by whom, and on which file system, for
/// which the first folder of the path stands. Where one use of a sort is measured, all are.
/// </summary>
internal readonly record struct UseSort(bool IsStart, uint? User, HostPath FirstFolder)
{
    public static UseSort Of(HostPath path, ProcessInfo process, bool isStart)
    {
        var end = path.Bytes.Length > 1 ? path.Bytes[1..].IndexOf((byte)'/') : -1;
        return new UseSort(isStart, process.Uid, end < 0 ? default : new HostPath(path.Bytes[..(end + 1)]));
    }
}
