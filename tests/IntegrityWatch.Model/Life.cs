namespace IntegrityWatch.Model;

/// <summary>A host that lives through steps, with the program and the model looking on.</summary>
internal sealed class Life : IDisposable
{
    private readonly WatchedHost watched;
    private readonly Model model;
    private readonly Dictionary<string, int> versions = [];

    /// <param name="program">The built program; null to run its commands in this process.</param>
    public Life(string? program = null)
    {
        watched = new WatchedHost { Program = program };
        (model, measures) = (new Model(Host), Host.Policy);
        // The program goes by this machine's clock, and the host by one of its own that is ahead: records that come after a capture are not before it.
        if (program is not null)
            Host.Now = DateTimeOffset.UtcNow.AddDays(1);
    }


    private IReadOnlyList<string> measures;
    private int wasLookedAt;
    private int readTo;

    private SimulatedHost Host => watched.Host;

    /// <summary>The host and the commands that are run on it.</summary>
    public WatchedHost Watched => watched;

    /// <summary>Lives through all steps. Returns what differed first; null where the program said what the model says.</summary>
    public static string? Through(IReadOnlyList<Step> steps, string? program = null)
    {
        using var life = new Life(program);
        for (var number = 0; number < steps.Count; number++)
        {
            if (life.Take(steps[number]) is { } difference)
                return $"step {number + 1}, {steps[number]}: {difference}";
        }
        return null;
    }

    /// <summary>A life in which auditd keeps all that it wrote, so that no place in the log is ever lost.</summary>
    public static Life OfWholeLogs()
    {
        var life = new Life();
        life.Host.Log.Most = int.MaxValue;
        return life;
    }

    /// <summary>The policy of now is that of each boot which measures.</summary>
    public void KeepPolicy() => measures = Host.Policy;

    /// <summary>Takes a step, and asks nobody whether what was said is right.</summary>
    public void Happen(Step step)
    {
        if (step.Deed == Deed.Capture)
            watched.Capture();
        else
            Take(step);
    }

    /// <summary>Looks at the host, or does something that is no look.</summary>
    public void Look(int how)
    {
        switch (how)
        {
            case 0 or 1:
                watched.Scan();
                break;
            case 2:
                watched.Killed(() => watched.Scan());
                break;
            case 3:
                watched.Findings();
                watched.Run("verify", "--root", Host.Root);
                break;
            case 4:
                Host.Log.Rotate();
                break;
        }
    }

    /// <summary>Lets the log or the list come later than the other; whichever was late is there with 0.</summary>
    public void Arrive(int how)
    {
        (Host.Log.IsDelayed, Host.DelaysList) = (how == 1, how == 2);
        if (how is 1 or 2)
            watched.Scan();
    }

    /// <summary>What is open in the end, whether it is new or not, and the exit code.</summary>
    public string EndsWith()
    {
        (Host.Log.IsDelayed, Host.DelaysList) = (false, false);
        watched.Scan();
        var said = watched.Scan();
        return $"exit {said.Code}\n{string.Join('\n', said.Findings)}";
    }

    /// <summary>What differs between two runs on the same evidence and history; null for nothing.</summary>
    public string? SaysTheSameTwice()
    {
        var now = Host.Now;
        Said first = null!;
        watched.Killed(() => first = watched.Scan());
        Host.Now = now;
        var second = watched.Scan();
        return first.Output == second.Output ? null : $"{first.Output}\nand\n{second.Output}";
    }

    public string? Take(Step step)
    {
        var place = Place.Unowned[step.Place % Place.Unowned.Length];
        var other = Place.Unowned[step.Content % Place.Unowned.Length];
        var owned = Place.Owned[step.Place % Place.Owned.Length];
        switch (step.Deed)
        {
            case Deed.Run:
                Run(step.Place >= Place.Unowned.Length ? owned : place);
                break;
            case Deed.Replace:
                Host.Disk.Replace(place.Path, Body(step.Content));
                break;
            case Deed.Write:
                Host.Disk.Write(place.Path, Body(step.Content));
                break;
            case Deed.Delete when Host.Disk[place.Path] is not null:
                Host.Disk.Delete(place.Path);
                break;
            case Deed.Copy when Host.Disk[place.Path] is not null && place != other:
                Host.Disk.Copy(place.Path, other.Path);
                break;
            case Deed.Rename when Host.Disk[place.Path] is not null && place != other:
                Host.Disk.Rename(place.Path, other.Path);
                break;
            case Deed.Link when Host.Disk[place.Path] is not null && place != other:
                Host.Disk.Link(place.Path, other.Path);
                break;
            case Deed.Copy or Deed.Rename or Deed.Link or Deed.Delete:
                break;
            case Deed.Violate when Host.Measures && Host.Log.IsRunning:
                Host.Violate(place.Path);
                break;
            case Deed.Repeat:
                Host.List.RepeatsEntries = !Host.List.RepeatsEntries;
                break;
            case Deed.Violate:
                break;
            case Deed.Memfd:
                // Of itself, as runc does, or of anything.
                Host.RunUnnamed("memfd:x", step.Place >= Place.Unowned.Length ? Host.Disk[owned.Path]!.Content : Body(step.Content));
                break;
            case Deed.Upgrade:
                Install(owned, versions[owned.Path] = versions.GetValueOrDefault(owned.Path) + 1);
                break;
            case Deed.Downgrade:
                Install(owned, versions[owned.Path] = Math.Max(0, versions.GetValueOrDefault(owned.Path) - 1));
                break;
            case Deed.Trojan:
                Host.Disk.Replace(owned.Path, Body(step.Content));
                Run(owned);
                break;
            case Deed.Reboot:
                (Host.Measures, Host.Policy) = (true, measures);
                Host.Boot();
                Host.UseAll();
                break;
            case Deed.Rotate:
                Host.Log.Rotate(compresses: step.Content == 0);
                break;
            case Deed.ClockBack:
                Host.Now -= TimeSpan.FromHours(2);
                break;
            case Deed.ClockAhead:
                Host.Now += TimeSpan.FromHours(2);
                break;
            case Deed.Lose when Host.Log.IsRunning:
                Host.Log.ToLose = 1;
                Host.OpenToWrite("/etc/motd", "motd");
                Host.OpenToWrite("/etc/motd", "motd");
                // A record can be late by a minute, and so long nothing is missing.
                Host.Pass(TimeSpan.FromSeconds(61));
                Host.OpenToWrite("/etc/motd", "motd");
                break;
            case Deed.OtherNode:
                Host.TellOf("web99", place.Path, Body(step.Content));
                break;
            case Deed.SilentBoot:
                // auditd does not run: only the list tells of this boot.
                (Host.Measures, Host.Policy) = (true, measures);
                Host.Boot();
                Host.Log.IsRunning = false;
                Host.UseAll();
                break;
            case Deed.Container when Host.Log.IsRunning && !place.IsSuspicious:
                Contain();
                Host.RunUnnamed(place.Path, Body(step.Content), new HostActor { Device = "00:2c", Label = "docker-default" });
                break;
            // Where entries were dropped that nobody read, another kernel's list leads nowhere, and that is told as what it is.
            case Deed.Kexec when Host.Measures && wasLookedAt == Host.BootNumber && Host.List.Entries[0].Number <= readTo + 1:
                Host.Kexec(carriesList: true);
                Host.UseAll();
                break;
            case Deed.Trim when wasLookedAt == Host.BootNumber && Host.List.Entries.Count > 1:
                Host.List.Drop(1 + step.Place % (Host.List.Entries.Count - 1));
                break;
            case Deed.BlindBoot:
                (Host.Measures, Host.Policy) = (false, []);
                Host.Boot();
                break;
            case Deed.Container or Deed.Kexec or Deed.Trim or Deed.Lose:
                break;
            case Deed.Scan:
                (wasLookedAt, readTo) = (Host.BootNumber, Host.List.Made);
                return CompareScan();
            case Deed.Capture:
                (wasLookedAt, readTo) = (Host.BootNumber, Host.List.Made);
                return CompareCapture();
            case Deed.Accept:
                return CompareDecision(place.Path, () => Accept(place.Path), "accept");
            case Deed.Resolve:
                return CompareDecision(place.Path, () => model.Resolve(place.Path), "findings", "resolve");
            case Deed.Undo when model.InForce > 1:
                model.Undo();
                var said = watched.Run("baseline", "undo", "--yes", "--reason", "model", "--root", Host.Root);
                return said.Code == 0 ? null : $"an undo ended with {said.Code}\n{said}";
            case Deed.Undo:
                break;
        }
        return null;
    }

    public void Dispose() => watched.Dispose();

    /// <summary>A container runs: its root is in the host's mount table.</summary>
    private void Contain()
    {
        if (Host.Mounts.Count == 0)
            Host.Mounts.Add("63 21 0:44 / /var/lib/docker/overlay2/0123456789ab/merged rw,relatime - overlay overlay rw,lowerdir=/l,upperdir=/var/lib/docker/overlay2/0123456789ab/diff,workdir=/w");
    }

    private static byte[] Body(int content) => Contents.Program($"content {content}");

    private void Run(Place place)
    {
        // Where only the list tells of it, a name with spaces is another.
        if (Host.Disk[place.Path] is not null && (Host.Log.IsRunning || !place.Path.Contains(' ', StringComparison.Ordinal)))
            Host.Run(place.Path);
    }

    private void Install(Place owned, int version) =>
        Host.Install(owned.Package!, $"9.{version}", (owned.Path, $"{owned.Package} 9.{version}"));

    private string? CompareScan()
    {
        if (model.IsBlind)
            return CompareBlind(watched.Scan());
        var said = watched.Scan();
        model.Scan();
        model.TakeStates(said.Output.Length == 0 ? [] : said.Findings);
        if (said.Output.Length == 0 || said.Code != model.ExitCode)
            return $"it ended with {said.Code}, and {model.ExitCode} is right\n{Text(said)}";
        return said.Findings.SequenceEqual(model.Open) ? null : Text(said);
    }

    private string? CompareCapture()
    {
        var said = watched.Capture();
        // What it looks at is judged and not kept: the next scan looks anew.
        if (model.IsBlind)
            return said.Code == 2 || (said.Code == 3 && model.ExitCode != 2) ? null : $"a capture on a list that names no file ended with {said.Code}\n{said}";
        model.Capture();
        return said.Code == 0 ? null : $"a capture ended with {said.Code}: {said.Errors}{said.Output}";
    }

    /// <summary>Where nothing can be judged, 3 is right, or 2 where something high is open; the log is read all the same.</summary>
    private string? CompareBlind(Said said)
    {
        model.LookAside();
        var right = model.ExitCode == 2 ? 2 : 3;
        return said.Code == right ? null : $"on a list that names no file it ended with {said.Code}, and {right} is right\n{said}";
    }

    private string? CompareDecision(string path, Func<bool> decide, params string[] command)
    {
        if (!model.HasBaseline || model.OpenOf(path) is [])
            return null;
        var said = watched.Run([.. command, path, "--reason", "model", "--root", Host.Root]);
        var right = decide() ? 0 : 3;
        return said.Code == right ? null : $"{string.Join(' ', command)} {path} ended with {said.Code}, and {right} is right\n{said}";
    }

    private bool Accept(string path)
    {
        model.Accept(path);
        return true;
    }

    private string Text(Said said)
    {
        if (said.Output.Length == 0)
            return said.Errors;
        return string.Concat(said.Findings.Except(model.Open).Select(line => $"\n  it says   {said.AtLength(line)}"))
            + string.Concat(model.Open.Except(said.Findings).Select(line => $"\n  right is  {line}"));
    }
}
