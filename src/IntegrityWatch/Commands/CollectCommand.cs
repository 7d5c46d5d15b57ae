using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Compression;
using IntegrityWatch.Evidence.Collecting;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>collect</c>: the evidence of this host in one file, for <c>--root</c> elsewhere. Judges nothing.</summary>
internal sealed class CollectCommand
{
    private const long Gibibyte = 1L << 30;

    private readonly GlobalOptions options;
    private readonly Session session;

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

    private CollectCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var collect = new CollectCommand(options, session);
        var command = new Command("collect", "Pack the evidence of this host into a .tar.gz, to be examined elsewhere with --root")
        {
            collect.files, collect.mostBytes,
        };
        command.Validators.Add(result =>
        {
            if (!options.NamesOutput(result))
                result.AddError("collect writes a file: name it with --output");
        });
        command.SetAction(collect.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var output = options.Output(parsed)!;
        using var root = options.OpenRoot(parsed, session);
        var request = new CollectRequest
        {
            Root = root,
            MostBytes = parsed.GetValue(mostBytes),
            WithPrograms = parsed.GetValue(files),
            Tool = (Tool.Info.Name, Tool.Info.Version),
            Now = session.Now,
        };
        Collection? collection = null;
        OutputFile.Write(output, file => collection = Pack(parsed, request, output, file), OutputFile.OwnerOnly);
        Tell(output, collection!, request.WithPrograms, options.Verbose(parsed));
        return 0;
    }

    private Collection Pack(ParseResult parsed, CollectRequest request, string output, Stream file)
    {
        using var progress = new ProgressLine("collect", enabled: !options.Quiet(parsed));
        using var scratch = Replacement.Scratch(output);
        using var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        return EvidenceCollector.Collect(request, compressed, scratch, progress.Show, session.Interrupted);
    }

    private void Tell(string output, Collection collection, bool isWithPrograms, bool verbose)
    {
        foreach (var missing in collection.Missing.Where(missing => missing.IsLoss || verbose))
            session.Voice.Note($"not packed: {missing.Path}: {missing.Reason}");
        session.Voice.Note($"packed {collection.Files.Count} files, {collection.Files.Sum(file => file.Bytes)} bytes: {output}",
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
