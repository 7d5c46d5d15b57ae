using IntegrityWatch.Commands.Options;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline</c>: what is approved, and how it came to be.</summary>
internal sealed class BaselineCommand : ProgramCommand
{
    public BaselineCommand(GlobalOptions options) : base("baseline", "Approve what the host is now, and tell, compare, carry and check what was approved",
        "baseline capture --reason \"after patching\"", "baseline list")
    {
        Add(new CaptureCommand());
        Add(new BaselineListCommand());
        Add(new BaselineShowCommand());
        Add(new BaselineDiffCommand());
        Add(new BaselineExportCommand(options));
        Add(new BaselineImportCommand());
        Add(new BaselineVerifyCommand());
        Add(new BaselineUndoCommand());
    }
}
