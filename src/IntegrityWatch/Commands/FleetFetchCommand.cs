using System.CommandLine;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.Fleet;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet generations fetch</c>: import what was approved for this host's group. Nobody is believed but the key.</summary>
internal sealed class FleetFetchCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;
    private readonly ImportSteps steps;
    private readonly GroupOption group = new();

    private readonly Option<string> key = new("--key")
    {
        HelpName = "PUBLIC.pem",
        Description = "It must be signed by this key, X.509 or public, DER or PEM",
        Required = true,
    };

    private FleetFetchCommand(GlobalOptions options, Session session) => (this.options, this.session, store, steps) =
        (options, session, new FleetStoreOption(options, session), new ImportSteps(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var fetch = new FleetFetchCommand(options, session);
        var command = new Command("fetch", "Import the latest generation that was approved for this host's group");
        fetch.group.AddTo(command);
        command.Options.Add(fetch.key);
        fetch.steps.AddTo(command);
        fetch.store.AddTo(command);
        fetch.steps.Format.AddTo(command);
        command.SetAction(fetch.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var name = group.Name(parsed);
        var (number, sha256, document) = Fetch(parsed, name);
        using var history = HistoryPlace.Update(parsed, options, session);
        var before = history.State.Fetched.FirstOrDefault(fetched => fetched.Group == name);
        if (before?.Sha256 == sha256)
            return TellKnown(parsed, name, number);
        RefuseOlder(name, before, document.Generation);
        var plan = steps.Prepare(history, Imported.Of(document, $"group {name}"));
        // As an import leaves it, and what was fetched beside.
        history.Put(history.State with
        {
            PolicyFingerprint = null,
            Fetched = [.. history.State.Fetched.Where(fetched => fetched.Group != name), new FetchedGeneration
            {
                Group = name,
                EvidenceAt = document.Generation.EvidenceAt,
                CapturedAt = document.Generation.CapturedAt,
                Sha256 = sha256,
            }],
        });
        var imported = steps.Decide(parsed, history, plan);
        steps.Tell(parsed, plan, imported);
        return 0;
    }

    /// <summary>What is not signed by the key is not even read.</summary>
    private (int Number, string Sha256, BaselineDocument Document) Fetch(ParseResult parsed, string name)
    {
        StoredGeneration latest;
        using (var asked = store.Open(parsed))
            latest = asked.LatestOf(name)
                ?? throw new CannotCheckException($"nothing is approved for the group {name}", "integritywatch fleet generations names the groups");
        var source = $"generation {latest.Number} of the group {name}";
        var sha256 = SHA256.HashData(latest.Document);
        if (!DetachedSignature.IsOf(latest.Signature, source, sha256, parsed.GetValue(key)!))
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

    private int TellKnown(ParseResult parsed, string name, int number)
    {
        if (steps.Format.IsJson(parsed))
            new Printer(session, options, parsed).Bytes(stream => FleetGenerationsJson.WriteKnown(stream, Tool.Info, name, number));
        else
            session.Voice.Note($"imported already, and nothing newer is approved for {name}: its number {number}");
        return 0;
    }
}
