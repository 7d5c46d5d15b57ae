using IntegrityWatch.Evidence.Audit.Actors;

namespace IntegrityWatch.Tests.Evidence.Audit.Actors;

public sealed class ScriptGivenTests
{
    private const string Dash = "/usr/bin/dash";

    /// <param name="why">What the start tells of.</param>
    /// <param name="exe">What the process runs.</param>
    /// <param name="argv">Arguments, with spaces between.</param>
    /// <param name="paths">The names of its PATH records.</param>
    /// <param name="rules">The files that were hashed, in order.</param>
    /// <param name="script">What was started.</param>
    [Theory]
    [InlineData("the file that was opened", Dash, "/bin/sh /opt/s", "/opt/s", "/opt/s", "/opt/s")]
    [InlineData("a name by a linked folder: the kernel's", Dash, "/bin/sh /bin/s", "/bin/s", "/usr/bin/s", "/usr/bin/s")]
    [InlineData("the one of that name, not the first", Dash, "/bin/sh /opt/s", "/opt/s", "/usr/bin/other /opt/s", "/opt/s")]
    [InlineData("a name that is a link itself: what was hashed first", Dash, "/bin/sh /opt/link", "/opt/link", "/opt/s /usr/bin/dash", "/opt/s")]
    [InlineData("a link, and only a library is new", Dash, "/bin/sh /opt/link", "/opt/link", "/usr/lib/libc.so.6", "/opt/link")]
    [InlineData("a link, and only a hidden library is new", Dash, "/bin/sh /opt/link", "/opt/link", "/usr/lib/.so", "/opt/link")]
    [InlineData("a link, and only the interpreter is new", Dash, "/bin/sh /opt/link", "/opt/link", Dash, "/opt/link")]
    [InlineData("nothing is new", Dash, "/bin/sh /opt/s", "/opt/s", "", "/opt/s")]
    [InlineData("a program by its own name", "/opt/p", "p", "/opt/p", "/opt/p", null)]
    [InlineData("a program that is given itself", "/opt/p", "p /opt/p", "/opt/p", "/opt/p", null)]
    [InlineData("a program by a link, which is not among its arguments", "/opt/p", "p -v", "/opt/link", "/opt/x", null)]
    [InlineData("an interpreter by a link, with a script as an argument", Dash, "sh /opt/s", "/bin/sh", "/opt/x", "/opt/s")]
    [InlineData("an interpreter, and options before the script", Dash, "sh -x -u /opt/s y", "/bin/sh", "", "/opt/s")]
    [InlineData("an interpreter with what it runs in the command", Dash, "sh -c /opt/s", "/bin/sh", "", null)]
    [InlineData("an interpreter that reads its input", Dash, "sh - /opt/s", "/bin/sh", "", null)]
    [InlineData("an interpreter after whose options anything can follow", Dash, "sh -- /opt/s", "/bin/sh", "", null)]
    [InlineData("an interpreter alone", Dash, "sh -i", "/bin/sh", "", null)]
    [InlineData("an interpreter with its version", "/usr/bin/python3.11", "python3 /opt/s", "/usr/bin/python3", "", "/opt/s")]
    [InlineData("no interpreter", "/usr/bin/vim", "vim /opt/s", "/usr/bin/vi", "", null)]
    [InlineData("the folder is told of first", Dash, "/bin/sh /opt/s", "PARENT:/opt /opt/s", "/opt/s", "/opt/s")]
    [InlineData("a folder alone, of a program's name", Dash, "sh -i", "PARENT:/opt/s", "/opt/s", null)]
    [InlineData("a script by a name in the folder it works in", Dash, "/bin/sh ./s", "./s", "/work/s", "/work/s")]
    [InlineData("a link by a name in the folder it works in", Dash, "/bin/sh ./link", "./link", "/usr/lib/libc.so.6", "/work/link")]
    [InlineData("an argument in the folder it works in", Dash, "sh ../s", "/bin/sh", "", "/s")]
    [InlineData("no record of a file", Dash, "sh /opt/s", "", "/opt/x", "/opt/s")]
    public void A_start_tells_of_a_script(string why, string exe, string argv, string paths, string rules, string? script)
    {
        var started = new ToldProcess(10, 1, exe)
        {
            Argv = argv.Split(' '),
            Paths = paths.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Rules = [.. rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => (file, "any"))],
            Cwd = "/work",
        }.Event();

        Assert.True(script == ScriptGiven.Of(started)?.ToString(), $"{why}: {ScriptGiven.Of(started)}");
    }

    [Fact]
    public void Without_the_folder_it_works_in_a_name_stays_as_it_was_given() =>
        Assert.Equal("s", ScriptGiven.Of(new ToldProcess(10, 1, Dash) { Argv = ["sh", "s"] }.Event())?.ToString());

    [Fact]
    public void What_is_no_start_starts_no_script()
    {
        Assert.Null(ScriptGiven.Of(new ToldProcess(10, 1, Dash) { Paths = ["/opt/s"], Rules = [("/opt/s", "any")] }.Event()));
        Assert.Null(ScriptGiven.Of(new ToldProcess(10, 1, null) { Argv = ["sh", "/opt/s"] }.Event()));
    }

    [Theory]
    [InlineData(Dash, "sh /opt/s", "/opt/s")]
    [InlineData(Dash, "sh  -x  /opt/s", "/opt/s")]
    [InlineData(Dash, "sh -c /opt/s", null)]
    [InlineData(Dash, null, null)]
    [InlineData("/usr/bin/vim", "sh /opt/s", null)]
    public void An_interpreter_says_itself_which_script_it_runs(string exe, string? title, string? script) =>
        Assert.Equal(script, ScriptGiven.ByItsWord(new ToldProcess(10, 1, exe) { Title = title }.Event(), HostPath.Of(exe))?.ToString());
}
