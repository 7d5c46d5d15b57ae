using System.Diagnostics;

namespace IntegrityWatch.EndToEnd;

/// <summary>The program run by somebody who is not root: by whoever runs the tests, or, where that is root, by a user without a name.</summary>
internal static class OtherUser
{
    private const string Number = "65534";

    private static readonly string[] Become = ["setpriv", "--reuid", Number, "--regid", Number, "--clear-groups"];

    /// <param name="tree">Becomes that user's.</param>
    /// <param name="arguments">Of the program.</param>
    public static RunResult Run(EvidenceTree tree, params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess)
            return BuiltProgram.Run(arguments);
        Assert.Equal(0, Start(["chown", "-R", $"{Number}:{Number}", tree.Folder]).ExitCode);
        Assert.SkipUnless(Start([.. Become, "test", "-x", BuiltProgram.Path]).ExitCode == 0, "other users cannot reach the built program");
        return Start([.. Become, BuiltProgram.Path, .. arguments]);
    }

    public static void MayNotRead(string file) => Assert.Equal(0, Start(["chmod", "0", file]).ExitCode);

    private static RunResult Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = "/nonexistent";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new RunResult(process.ExitCode, output.Result, error.Result);
    }
}
