using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// What audit rules with techniques in their keys saw, counted: one incident for each technique, object, actor and outcome.
/// </summary>
internal sealed class TechniqueUses
{
    /// <summary>
    /// How many are told apart of one technique, and of one actor in it: a user who starts a keyed program under a million names
    /// makes no million of them, and hides nothing but more of the same.
    /// </summary>
    private const int MostOfTechnique = 2000;
    private const int MostOfActor = 200;

    /// <summary>In characters.</summary>
    private const int LongestCommand = 2048;

    private readonly OrderedDictionary<(HostPath Path, string Subject), Incident> uses = [];
    private readonly Dictionary<string, int> apart = [];
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
        var techniques = keyed.Keys.SelectMany(TechniqueKey.Ids).Distinct().ToList();
        if (techniques.Count == 0)
            return;
        Events++;
        var actor = ActorOf(keyed, process);
        var path = ObjectOf(keyed);
        foreach (var technique in techniques)
            Add(technique, path, $"{technique} {actor}", process with { Command = CommandOf(keyed) }, keyed.PlaceOf(keyed.Syscall!.Fingerprint));
    }

    private void Add(string technique, HostPath path, string subject, ProcessInfo process, LogPlace place)
    {
        if (!uses.ContainsKey((path, subject)) && !TakeRoom(technique, subject))
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

    private bool TakeRoom(string technique, string subject)
    {
        if (apart.GetValueOrDefault(technique) >= MostOfTechnique || apart.GetValueOrDefault(subject) >= MostOfActor)
            return false;
        apart[technique] = apart.GetValueOrDefault(technique) + 1;
        apart[subject] = apart.GetValueOrDefault(subject) + 1;
        return true;
    }

    /// <summary>Who and with which program. Ids are numbers and the program's name is hashed: a subject holds no text from the host.</summary>
    private static string ActorOf(AuditEvent keyed, ProcessInfo process)
    {
        var program = process.Exe is { } exe ? Digest.Sha256(exe.Bytes).Hex[..12] : "unknown";
        var outcome = keyed.Syscall?.Success == false ? "failed" : "done";
        return $"{outcome} auid={process.Auid} uid={process.Uid} euid={process.Euid} exe={program}";
    }

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
