using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

public sealed class VoiceTests : IDisposable
{
    private readonly StringWriter errors = new() { NewLine = "\n" };

    public void Dispose() => errors.Dispose();

    [Fact]
    public void It_says_who_speaks_what_and_what_to_do()
    {
        new Voice(errors).Complain("no measurement list: /a", "bring it along");

        Assert.Equal("integritywatch: no measurement list: /a\nhint: bring it along\n", errors.ToString());
    }

    [Fact]
    public void Quiet_leaves_what_keeps_the_program_from_its_work()
    {
        var voice = new Voice(errors) { IsQuiet = true };

        voice.Note("worth knowing");
        voice.Complain("went wrong");

        Assert.Equal("integritywatch: went wrong\n", errors.ToString());
    }

    [Fact]
    public void Whatever_a_message_holds_it_stays_one_harmless_line()
    {
        new Voice(errors).Complain("a\nb\rc\u001b[31m\u2028\u202e\u0085");

        var said = errors.ToString();
        Assert.Single(said, letter => letter == '\n');
        Assert.DoesNotContain(said, letter => letter != '\n' && (char.IsControl(letter) || letter is '\u2028' or '\u202e'));
    }
}
