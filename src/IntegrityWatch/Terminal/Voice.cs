using System.Diagnostics;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Terminal;

/// <summary>
/// What the program says to people, apart from its data. The rules:
/// to standard error; one line, which begins with the program's name, in lower case and without a full stop;
/// what, where, and on a line of its own that begins with <c>hint:</c> what to do next;
/// text that came from the host is escaped by <see cref="SafeText"/> before it gets here.
/// </summary>
internal sealed class Voice : IVoice
{
    private readonly TextWriter errors;

    public Voice(TextWriter errors) => this.errors = errors;

    /// <summary>Set by <c>--quiet</c>: only what keeps the program from its work is said.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Something went wrong.</summary>
    public void Complain(string message, string? hint = null)
    {
        errors.WriteLine($"integritywatch: {OneLine(message)}");
        if (hint is not null)
            errors.WriteLine($"hint: {OneLine(hint)}");
    }

    /// <summary>Something worth knowing, unless the user wants quiet.</summary>
    public void Note(string message, string? hint = null)
    {
        if (!IsQuiet)
            Complain(message, hint);
    }

    /// <inheritdoc/>
    public IProgressLine Progress(string what) => new ProgressLine(what, enabled: !IsQuiet);

    /// <summary>A question, answered yes or no at the terminal. Anything but yes is no.</summary>
    public bool Ask(string question)
    {
        errors.Write($"integritywatch: {OneLine(question)} [y/N] ");
        return StandardStreams.ReadLine(Interruption.Token).Trim().ToLowerInvariant() is "y" or "yes";
    }

    /// <summary>A question, answered by a line at the terminal; empty where nothing is said.</summary>
    public string AskFor(string question)
    {
        errors.Write($"integritywatch: {OneLine(question)} ");
        return StandardStreams.ReadLine(Interruption.Token).Trim();
    }

    // A path in a message may hold anything; whatever it holds, a message stays one harmless line.
    private static string OneLine(string message) =>
        string.Concat(message.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter)
            is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator
            ? $"\\u{(int)letter:x4}"
            : letter.ToString()));
}

/// <summary>One line on standard error that says how far long work is; nothing where standard error is no terminal.</summary>
internal sealed class ProgressLine : IProgressLine
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly string what;
    private readonly bool enabled;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan? shownAt;

    public ProgressLine(string what, bool enabled)
    {
        this.what = what;
        this.enabled = enabled && StandardStreams.ErrorsAreTerminal;
    }

    public void Show(int done, int total)
    {
        if (!enabled || clock.Elapsed < Delay || clock.Elapsed - shownAt < Pace)
            return;
        shownAt = clock.Elapsed;
        var percent = total == 0 ? 100 : (long)done * 100 / total;
        var bar = new string('#', (int)percent / 5).PadRight(20, '.');
        StandardStreams.Errors.Write($"\r{what} [{bar}] {done}/{total}\e[K");
    }

    public void Dispose()
    {
        if (shownAt is not null)
            StandardStreams.Errors.Write("\r\e[K");
    }
}
