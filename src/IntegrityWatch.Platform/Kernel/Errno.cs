using System.Runtime.InteropServices;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>The errors of Linux that are told apart here (errno(3)), the same on every architecture that .NET runs on.</summary>
public static class Errno
{
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int NoSuchDevice = 6;
    public const int BadDescriptor = 9;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int AlreadyExists = 17;
    public const int NotAFolder = 20;
    public const int IsAFolder = 21;
    public const int InvalidArgument = 22;
    public const int NoSpace = 28;
    public const int NotImplemented = 38;
    public const int TooManyLinks = 40;
    public const int OverQuota = 122;

    /// <summary>What the C library calls an error.</summary>
    public static string Text(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>The same, in lower case: <c>no space left on device</c>.</summary>
    public static string Describe(int error)
    {
        var text = Text(error);
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
