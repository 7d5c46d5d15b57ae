using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd.Packaging;

/// <summary>What the shells offer, asked of the shells that this machine has.</summary>
public class CompletionTests
{
    private static readonly string Folder = Path.Combine(Repository.Folder, "src", "packaging", "completion");

    public static TheoryData<string, string> Lines => new()
    {
        { "sc", "scan" },
        { "scan --quiet --new-only --no-", "--no-audit --no-color --no-disk --no-ima" },
        { "scan --format na", "nagios navigator" },
        { "baseline export --s", "--sign" },
        { "findings list --since 24h --us", "--user" },
        { "fleet generations a", "approve" },
        { "fleet hosts --format na", "nagios" },
        // Nothing but files may follow, and they are the shell's affair.
        { "rules check /no/such/fi", "" },
        { "rules check ", "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_offers_commands_options_and_values(string line, string offered) => Assert.Equal(offered, Say("bash", """
        source "$1/integritywatch.bash"
        read -ra COMP_WORDS <<<"integritywatch $2"
        [[ $2 != *' ' ]] || COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _integritywatch
        echo "${COMPREPLY[*]}"
        """, Folder, line));

    [Fact]
    public void Bash_offers_values_behind_an_equals_sign() => Assert.Equal("nagios navigator", Say("bash", """
        source "$1/integritywatch.bash"
        COMP_WORDS=(integritywatch scan --format = na) COMP_CWORD=4
        _integritywatch
        echo "${COMPREPLY[*]}"
        """, Folder));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_offers_commands_options_and_values(string line, string offered) => Assert.Equal(offered, Say("fish", """
        source $argv[1]/integritywatch.fish
        cd (mktemp -d)
        complete --do-complete "integritywatch $argv[2]" | string join ' '
        """, Folder, line));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh_offers_commands_options_and_values(string line, string offered) => Assert.Equal(offered, Say("zsh", """
        # What zsh's own completion gives a function to see, and takes from it.
        compadd() { local -a matching; matching=(${(M)candidates:#${PREFIX}*}); print -r -- ${(j: :)matching}; (( $#candidates )) }
        _files() { :; }
        words=(integritywatch ${(s: :)2})
        [[ $2 != *' ' ]] || words+=('')
        CURRENT=$#words PREFIX=$words[-1]
        source "$1/integritywatch.zsh"
        """, Folder, line));

    /// <summary>What the shell prints, the built program being the one in PATH.</summary>
    private static string Say(string shell, string script, params string[] arguments)
    {
        Required.Unless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))),
            $"this machine has no {shell}");
        string[] named = shell == "fish" ? ["--no-config", "-c", script, "--", .. arguments] : ["-c", script, shell, .. arguments];
        var start = new ProcessStartInfo(shell, named) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(BuiltProgram.Path)}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", error.Result);
        return output.Trim();
    }
}
