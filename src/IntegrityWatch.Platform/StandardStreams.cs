using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Platform;

/// <summary>The process's own streams, and the terminal behind them.</summary>
public static class StandardStreams
{
    private const int UsualColumns = 80;
    private const int LongestAnswer = 4096;

    /// <summary>Standard error.</summary>
    public static TextWriter Errors => Console.Error;

    public static bool ErrorsAreTerminal => !Console.IsErrorRedirected;

    /// <summary>True where a person can answer at standard input.</summary>
    public static bool InputIsTerminal => !Console.IsInputRedirected;

    /// <summary>The width of the terminal that standard output is; null where it is none.</summary>
    public static int? Columns => Console.IsOutputRedirected ? null : Width();

    /// <summary>Standard output. A program can be started with it closed; to write there fails then, and not to begin.</summary>
    public static Stream OpenOutput()
    {
        try
        {
            return Console.OpenStandardOutput();
        }
        catch (UnauthorizedAccessException)
        {
            return new MemoryStream([], writable: false);
        }
    }

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
