using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Compression;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Evidence.Collecting;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>collect</c>: the evidence of this host in one file, for <c>--root</c> elsewhere. Judges nothing.</summary>
internal sealed class CollectCommand : RunnableCommand
{
    private const long Gibibyte = 1L << 30;


    private readonly Option<bool> files = new("--files")
    {
        Description = "Pack the programs, libraries and modules too that the measurement list names, as they lie on disk",
    };

    private readonly Option<long> mostBytes = new("--max-size")
    {
        HelpName = "SIZE",
        Description = "Pack no more than this before compression, in bytes, or with K, M or G after it; 2G where it is left out",
        CustomParser = ReadSize,
        DefaultValueFactory = _ => 2 * Gibibyte,
    };

    public CollectCommand(GlobalOptions options) : base("collect", "Pack the evidence of this host into a .tar.gz, to be examined elsewhere with --root",
        "collect --output web01.tar.gz", "collect --files --output web01.tar.gz")
    {
        Add(files);
        Add(mostBytes);
        Validators.Add(result =>
        {
            if (!options.NameOutput(result))
                result.AddError("collect writes a file: name it with --output");
        });
    }

    public override int Run(CommandRun run)
    {
        var output = run.Output!;
        using var root = run.OpenRoot();
        var request = new CollectRequest
        {
            Root = root,
            MostBytes = run.Value(mostBytes),
            WithPrograms = run.Value(files),
            Tool = (Tool.Info.Name, Tool.Info.Version),
            Now = run.Now,
        };
        Collection? collection = null;
        OutputFile.Write(output, file => collection = Pack(run, request, output, file), OutputFile.OwnerOnly);
        Note(run, output, collection!, request.WithPrograms);
        return 0;
    }

    private static Collection Pack(CommandRun run, CollectRequest request, string output, Stream file)
    {
        using var progress = run.Voice.Progress("collect");
        using var scratch = Replacement.Scratch(output);
        using var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        return EvidenceCollector.Collect(request, compressed, scratch, progress.Show, run.Interrupted);
    }

    private static void Note(CommandRun run, string output, Collection collection, bool isWithPrograms)
    {
        foreach (var missing in collection.Missing.Where(missing => missing.IsLoss || run.IsVerbose))
            run.Voice.Note($"not packed: {missing.Path}: {missing.Reason}");
        run.Voice.Note($"packed {collection.Files.Count} files, {collection.Files.Sum(file => file.Bytes)} bytes: {output}",
            isWithPrograms
                ? "it holds what this host knows about itself: keep it as you keep the host's logs"
                : "without the programs on disk, a scan elsewhere cannot say whether an upgrade explains a change: --files packs them");
    }

    private static long ReadSize(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        if (long.TryParse(unit == 0 ? text : text[..^1], NumberStyles.None, null, out var number)
            && number > 0 && number <= long.MaxValue >> unit)
            return number << unit;
        result.AddError($"no size: {text}; give bytes, or a number with K, M or G after it");
        return 0;
    }
}
