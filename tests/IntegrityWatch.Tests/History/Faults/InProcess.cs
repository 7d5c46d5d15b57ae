using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary>The program's own command line, run within the test: its writes can be watched there, and its clock be set.</summary>
internal static class InProcess
{
    /// <summary>Later than what every capture tells of.</summary>
    public static readonly DateTimeOffset Noon = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static ProgramRun Run(params IEnumerable<string> arguments) => RunAt(Noon, arguments);

    public static ProgramRun RunAt(DateTimeOffset now, params IEnumerable<string> arguments)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var session = new Session(output, errors, columns: null) { Clock = new StoppedClock(now) };
        var code = CommandLine.Run([.. arguments], session);
        return new ProgramRun(code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
