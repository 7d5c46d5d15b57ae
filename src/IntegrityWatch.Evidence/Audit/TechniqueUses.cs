using System.Text;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// What audit rules with techniques in their keys saw, counted: one incident for each technique, object, actor and outcome.
/// </summary>
/// <param name="keys">Which techniques a key tells of.</param>
internal sealed class TechniqueUses(IKeyTechniques keys)
{
    /// <summary>
    /// How many are told apart of one technique by one sort of actor, and of one actor in it: a user who starts a keyed program under a
    /// million names makes no million of them, and hides nothing but more of the same. What root did, what root failed to do, what a user
    /// did and what a user failed to do have their room each, so that what is cheap to make never takes the room of what counts.
    /// </summary>
    private const int MostOfTechnique = 2000;
    private const int MostOfActor = 200;

    /// <summary>Of so many keys it is remembered what they tell of: more than any set of rules has.</summary>
    private const int MostKeys = 1000;

    /// <summary>In characters.</summary>
    private const int LongestCommand = 2048;

    private readonly OrderedDictionary<(HostPath Path, string Subject), Incident> uses = [];
    private readonly Dictionary<string, int> apart = [];
    private readonly Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);
    private long folded;

    /// <summary>Events whose keys name at least one technique.</summary>
    public long Events { get; private set; }

    /// <summary>With one that says so, where not all could be told apart.</summary>
    public IEnumerable<Incident> Incidents => folded == 0 ? uses.Values : uses.Values.Append(new Incident
    {
        Kind = FindingKind.EvidenceGap,
        Gap = EvidenceGapCause.TechniquesFolded,
        Subject = "techniques",
        Count = folded,
        Sources = EvidenceSources.Audit,
        Cause = "keyed audit rules saw more files than are told apart: the rest is counted together, by technique",
    });

    /// <param name="keyed">Told only once, even where its records were read in two parts.</param>
    /// <param name="process">Its process, with the user's name.</param>
    public void Add(AuditEvent keyed, ProcessInfo process)
    {
        var techniques = keyed.Keys.SelectMany(TechniquesOf).Distinct().ToList();
        if (techniques.Count == 0)
            return;
        Events++;
        var (actor, program) = (ActorOf(keyed, process), ProgramOf(process));
        // The programs of a user who fails are as many as he likes to make: they share their user's room.
        var room = IsFailed(keyed) && process.Euid != 0 ? actor : $"{actor} {program}";
        var sort = $"{IsFailed(keyed)} {process.Euid == 0}";
        var path = ObjectOf(keyed);
        var story = StoryOf(process);
        foreach (var technique in techniques)
            Add(technique, path, $"{technique} {actor} {program}{story}", ($"{technique} {sort}", $"{technique} {room}"),
                process with { Command = CommandOf(keyed) }, keyed.PlaceOf(keyed.Syscall!.Fingerprint));
    }

    private IReadOnlyList<string> TechniquesOf(string key)
    {
        if (known.TryGetValue(key, out var techniques))
            return techniques;
        techniques = keys.Of(key);
        if (known.Count < MostKeys)
            known.Add(key, techniques);
        return techniques;
    }

    private void Add(string technique, HostPath path, string subject, (string Sort, string Actor) room, ProcessInfo process, LogPlace place)
    {
        if (!uses.ContainsKey((path, subject)) && !TakeRoom(room.Sort, room.Actor))
        {
            (path, subject) = (default, $"{technique} others");
            folded++;
        }
        var count = uses.TryGetValue((path, subject), out var known) ? known.Count : 0;
        uses[(path, subject)] = new Incident
        {
            Kind = FindingKind.Technique,
            Path = path,
            Subject = subject,
            Count = count + 1,
            Sources = EvidenceSources.Audit,
            Logged = place,
            Process = process,
        };
    }

    private bool TakeRoom(string sort, string actor)
    {
        if (apart.GetValueOrDefault(sort) >= MostOfTechnique || apart.GetValueOrDefault(actor) >= MostOfActor)
            return false;
        apart[sort] = apart.GetValueOrDefault(sort) + 1;
        apart[actor] = apart.GetValueOrDefault(actor) + 1;
        return true;
    }

    private static bool IsFailed(AuditEvent keyed) => keyed.Syscall?.Success == false;

    /// <summary>Who and with which outcome. Ids are numbers: a subject holds no text from the host.</summary>
    private static string ActorOf(AuditEvent keyed, ProcessInfo process) =>
        $"{(IsFailed(keyed) ? "failed" : "done")} auid={process.Auid} uid={process.Uid} euid={process.Euid}";

    /// <summary>With which program, whose name is hashed.</summary>
    private static string ProgramOf(ProcessInfo process) =>
        $"exe={(process.Exe is { } exe ? Digest.Sha256(exe.Bytes).Hex[..12] : "unknown")}";

    /// <summary>
    /// What tells a program from another under the same name: its content, the script that it was given, and whose work it was. What one of
    /// them did is explained, and what another did is not. Hashed.
    /// </summary>
    private static string StoryOf(ProcessInfo process) => process.Actors is not { } chain || chain.Links.All(link => link is { Contents.Count: 0, Script: null }) ? ""
        : $" as={Digest.Sha256(Encoding.UTF8.GetBytes(string.Join('\n', chain.Links.Select(TextOf)))).Hex[..12]}";

    private static string TextOf(ActorLink link) =>
        $"{link.Program} {string.Join(' ', link.Contents)} {link.Script} {string.Join(' ', link.ScriptContents)} {link.IsHearsay} {link.Euid}";

    /// <summary>
    /// The file that it is about: of an exec the program that was named, otherwise what was made, used or removed, and only then the
    /// folder; of a call that names no file the process's own program.
    /// </summary>
    private static HostPath ObjectOf(AuditEvent keyed)
    {
        var path = keyed is { Argv.Count: > 0, Paths: [var program, ..] } ? program : keyed.Paths.MinBy(Rank);
        return path is null ? keyed.Process.Exe ?? default
            : path.Name.IsAbsolute || keyed.Cwd is not null ? path.Name.From(keyed.Cwd ?? default)
            : path.Name;
    }

    private static int Rank(AuditPath path) => path.NameType switch
    {
        "CREATE" => 0,
        "NORMAL" => 1,
        "DELETE" => 2,
        "PARENT" => 4,
        _ => 3,
    };

    private static string? CommandOf(AuditEvent keyed)
    {
        var command = keyed.Argv.Count > 0 ? string.Join(' ', keyed.Argv.Select(Quoted)) : keyed.Proctitle;
        return command?.Length > LongestCommand ? command[..LongestCommand] : command;
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Any(letter => letter is ' ' or '"' or '\'' or '\\' || char.IsControl(letter))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
