namespace IntegrityWatch.Tests;

/// <summary>Things in a file system that are no files.</summary>
internal static class Devices
{
    public const string Pipe = "p";

    /// <summary>A device that never ends, as /dev/zero.</summary>
    public const string Zero = "c 1 5";

    /// <returns>False where this machine does not let the tests make one.</returns>
    public static bool Make(string path, string what) => Shell.Run($"mknod '{path}' {what}");

    public static bool IsPipe(string path) => Shell.Run($"test -p '{path}'");
}
