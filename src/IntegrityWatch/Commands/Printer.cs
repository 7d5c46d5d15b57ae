using System.Text;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>Sends what a command has to say to standard output or to the file of <c>--output</c>.</summary>
internal sealed class Printer
{
    private readonly Session session;
    private readonly string? file;
    private readonly bool isWithoutColour;

    /// <param name="session">Whose standard output it is.</param>
    /// <param name="file">The file that takes the output; null for standard output.</param>
    /// <param name="isWithoutColour">True where nothing is to be coloured.</param>
    public Printer(Session session, string? file, bool isWithoutColour) => (this.session, this.file, this.isWithoutColour) = (session, file, isWithoutColour);

    /// <summary>True where nothing is to stand around the findings.</summary>
    public bool IsQuiet => session.Voice.IsQuiet;

    /// <summary>True where what was printed went to somebody who did not stay to its end.</summary>
    public bool WasCutOff => file is null && StandardStreams.HasNoReader(session.Output);

    /// <summary>For a command that changes something before it prints: its output must not be lost.</summary>
    /// <exception cref="CannotCheckException">Nothing can be written there.</exception>
    public void Try()
    {
        if (file is not null)
            OutputFile.Try(file);
        else
            CheckIsOpen();
    }

    /// <param name="content">Writes it.</param>
    /// <param name="areNumbers">True for what monitoring reads: everybody may read a file of it.</param>
    public void Bytes(Action<Stream> content, bool areNumbers = false)
    {
        if (file is not null)
            OutputFile.Write(file, content, areNumbers ? OutputFile.AllMayRead : OutputFile.GroupMayRead);
        else
        {
            CheckIsOpen();
            try
            {
                content(session.Output);
                session.Output.Flush();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CannotCheckException($"standard output cannot be written: {fault.Message}", "name a file with --output", fault);
            }
        }
    }

    public void Text(Action<TextWriter, TextStyle> content) => Bytes(stream =>
    {
        var style = file is null ? session.Style(isWithoutColour) : TextStyle.Plain;
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        content(writer, style);
    });

    private void CheckIsOpen()
    {
        if (!session.Output.CanWrite)
            throw new CannotCheckException("standard output is closed", "name a file with --output");
    }
}
