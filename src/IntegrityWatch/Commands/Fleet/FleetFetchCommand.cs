using System.CommandLine;
using System.Security.Cryptography;
using IntegrityWatch.Commands.Baseline;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.Fleet;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet generations fetch</c>: import what was approved for this host's group. Only the key is trusted.</summary>
internal sealed class FleetFetchCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();
    private readonly ImportSteps steps = new();
    private readonly GroupOption group = new();

    private readonly Option<string> key = new("--key")
    {
        HelpName = "PUBLIC.pem",
        Description = "It must be signed by this key, X.509 or public, DER or PEM",
        Required = true,
    };

    public FleetFetchCommand() : base("fetch", "Import the latest generation that was approved for this host's group",
        "fleet generations fetch --group web --key key.pub --yes")
    {
        Add(group);
        Add(key);
        steps.AddTo(this);
        Add(store);
        Add(steps.Format);
    }

    public override int Run(CommandRun run)
    {
        var name = run.Value(group)!;
        var (number, sha256, document) = Fetch(run, name);
        if (Before(run, name)?.Sha256 == sha256)
            return AnswerKnown(run, name, number);
        var (plan, imported) = steps.Decide(run, run.UpdateHistory, history =>
        {
            RefuseOlder(name, history.State.Fetched.FirstOrDefault(fetched => fetched.Group == name), document.Generation);
            var prepared = ImportSteps.Prepare(run, history, Imported.Of(document, $"group {name}"));
            history.Change(state => state with
            {
                Fetched = [.. state.Fetched.Where(fetched => fetched.Group != name), new FetchedGeneration
                {
                    Group = name,
                    EvidenceAt = document.Generation.EvidenceAt,
                    CapturedAt = document.Generation.CapturedAt,
                    Sha256 = sha256,
                }],
            });
            return prepared;
        });
        steps.Answer(run, plan, imported);
        return 0;
    }

    /// <summary>What was fetched last for the group; null where nothing was.</summary>
    private static FetchedGeneration? Before(CommandRun run, string name)
    {
        using var history = HistoryFile.OpenIfThere(run.FindDatabase());
        return history.State.Fetched.FirstOrDefault(fetched => fetched.Group == name);
    }

    /// <summary>What is not signed by the key is not even read.</summary>
    private (int Number, string Sha256, BaselineDocument Document) Fetch(CommandRun run, string name)
    {
        StoredGeneration latest;
        using (var asked = store.Open(run))
            latest = asked.LatestOf(name)
                ?? throw new CannotCheckException($"nothing is approved for the group {name}", "integritywatch fleet generations names the groups");
        var source = $"generation {latest.Number} of the group {name}";
        var sha256 = SHA256.HashData(latest.Document);
        if (!DetachedSignature.IsOf(latest.Signature, source, sha256, run.Value(key)!))
            throw new CannotCheckException($"not signed by this key: {source}",
                "somebody approved what the key's owner did not sign, or the key is another: see integritywatch fleet generations; nothing was changed");
        return (latest.Number, Convert.ToHexStringLower(sha256), BaselineFile.Read(source, latest.Document).Intact());
    }

    /// <summary>Whoever holds the store can put an earlier generation back, with its good signature.</summary>
    private static void RefuseOlder(string name, FetchedGeneration? before, Generation fetched)
    {
        if (before is not null && !before.IsBefore(fetched) && (fetched.EvidenceAt, fetched.CapturedAt) != (before.EvidenceAt, before.CapturedAt))
            throw new CannotCheckException($"older than what was fetched before for the group {name}: captured {fetched.CapturedAt:u} on evidence of {fetched.EvidenceAt:u}, that one {before.CapturedAt:u} on evidence of {before.EvidenceAt:u}",
                "somebody may have put an old one in the place of a newer: see integritywatch fleet generations; nothing was changed");
    }

    private int AnswerKnown(CommandRun run, string name, int number)
    {
        if (run.IsJson(steps.Format))
            run.Printer.Bytes(stream => FleetGenerationsForms.WriteKnown(stream, Tool.Info, name, number));
        else
            run.Voice.Note($"imported already, and nothing newer is approved for {name}: its number {number}");
        return 0;
    }
}
