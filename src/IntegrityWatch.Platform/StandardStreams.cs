using System.Text;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform;

/// <summary>The process's own streams, and the terminal behind them.</summary>
public static class StandardStreams
{
    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;
    private const int UsualColumns = 80;
    private const int LongestAnswer = 4096;

    /// <summary>Standard error.</summary>
    public static TextWriter Errors { get; } = TextWriter.Synchronized(
        new StreamWriter((Stream?)Open(Console.OpenStandardError, ErrorDescriptor) ?? Stream.Null, new UTF8Encoding(false)) { AutoFlush = true });

    public static bool ErrorsAreTerminal => !Console.IsErrorRedirected;

    /// <summary>True where a person can answer at standard input.</summary>
    public static bool InputIsTerminal => !Console.IsInputRedirected;

    /// <summary>The width of the terminal that standard output is; null where it is none.</summary>
    public static int? Columns => Console.IsOutputRedirected ? null : Width();

    /// <summary>Standard output. A program can be started with it closed; to write there fails then, and not to begin.</summary>
    public static Stream OpenOutput() => (Stream?)Open(Console.OpenStandardOutput, OutputDescriptor) ?? new MemoryStream([], writable: false);

    /// <summary>True where whoever read a stream of this process went away before it ended: nobody says what of it they got.</summary>
    public static bool HasNoReader(Stream stream) => stream is WaitingOutput { HasNoReader: true };

    /// <summary>One line of standard input, without its end; what there was where it ends before.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public static string ReadLine(CancellationToken interrupted)
    {
        using var input = new StandardInput(interrupted);
        var line = new List<byte>();
        Span<byte> next = stackalloc byte[1];
        while (line.Count < LongestAnswer && input.Read(next) > 0 && next[0] != '\n')
            line.Add(next[0]);
        return Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Null where it is closed.</summary>
    private static WaitingOutput? Open(Func<Stream> open, int descriptor)
    {
        // What was opened since has the number of what was closed. What is not open for writing is told by a write of nothing.
        using var file = new SafeFileHandle(descriptor, ownsHandle: false);
        if (LinuxCalls.Write(file, []) is -Errno.BadDescriptor or -Errno.InvalidArgument)
            return null;
        try
        {
            return new WaitingOutput(open(), descriptor, Interruption.Token, mayBeLost: descriptor == ErrorDescriptor);
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualColumns;
        }
        catch (IOException)
        {
            return UsualColumns;
        }
    }
}
