using System.IO.Compression;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>An event of the audit log, as whoever made the host knows it.</summary>
/// <param name="Boot">The boot that it is of, from 1.</param>
/// <param name="Serial">Its number in that boot.</param>
/// <param name="Time">The wall clock's.</param>
/// <param name="Lines">Its records, in the kernel's order.</param>
public sealed record HostEvent(int Boot, long Serial, DateTimeOffset Time, IReadOnlyList<string> Lines)
{
    /// <summary>Whose record it is; null for a host that writes no node.</summary>
    public string? Node { get; init; }

    /// <summary>The file that was used, as INTEGRITY_RULE names it; null where the event tells of none.</summary>
    public string? File { get; init; }

    /// <summary>The digest of that file in lower-case hexadecimal.</summary>
    public string? Digest { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>The file that could not be vouched for; null where the event tells of no violation.</summary>
    public string? Violated { get; init; }

    /// <summary>The label that the use has.</summary>
    public string? Label { get; init; }

    /// <summary>The device that its PATH record names; null where it has none.</summary>
    public string? Device { get; init; }
}

/// <summary>auditd's log: audit.log, and audit.log.1 and so on, which are older.</summary>
/// <param name="folder">var/log/audit below the root.</param>
public sealed class HostLog(string folder)
{
    private readonly List<(List<HostEvent> Events, bool IsCompressed)> files = [([], false)];
    private int written;
    private bool isAnew = true;

    /// <summary>The files, the live one first; an older one has the number of its place as its suffix.</summary>
    public IEnumerable<IReadOnlyList<HostEvent>> Files => files.Select(file => file.Events);

    /// <summary>All that can be read, oldest first.</summary>
    public IEnumerable<HostEvent> Events => Enumerable.Reverse(files).SelectMany(file => file.Events);

    /// <summary>How many events the kernel numbered that auditd did not write, in all boots.</summary>
    public int Lost { get; private set; }

    /// <summary>Events that are yet to be lost: numbered by the kernel, and never written.</summary>
    public int ToLose { get; set; }

    /// <summary>False while auditd does not run: what the kernel numbers meanwhile is not written.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>True while auditd holds back what it was told: it is written later.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>What stands before each line, such as <c>node=web01 </c>; null for nothing.</summary>
    public string? Node { get; set; }

    /// <summary>True for a kernel of before 4.13, which writes <c>objtype=</c> where later ones write <c>nametype=</c>.</summary>
    public bool IsOfOldKernel { get; set; }

    private string Live => Path.Combine(folder, "audit.log");

    /// <summary>Writes an event. Returns false where it was lost.</summary>
    public bool Add(HostEvent told)
    {
        if (!IsRunning || ToLose > 0)
        {
            ToLose = Math.Max(0, ToLose - 1);
            Lost++;
            return false;
        }
        files[0].Events.Add(told with { Node = told.Node ?? Node });
        return true;
    }

    /// <summary>How many files auditd keeps.</summary>
    public int Most { get; set; } = 5;

    /// <summary>Begins a new file, and drops the oldest beyond <see cref="Most"/>.</summary>
    public void Rotate(bool compresses = false)
    {
        var most = Most;
        IsDelayed = false;
        Save();
        Move(most, compresses);
        files.Insert(0, ([], false));
        if (files.Count > most)
            files.RemoveRange(most, files.Count - most);
        written = 0;
        isAnew = true;
        Save();
    }

    /// <summary>Takes the first events out of the live file, as whoever edits it would: it becomes another file.</summary>
    public void CutBeginning(int events) => Cut(0, Math.Min(events, files[0].Events.Count));

    /// <summary>Takes the last events out of the live file.</summary>
    public void CutEnd(int events)
    {
        var count = Math.Min(events, files[0].Events.Count);
        Cut(files[0].Events.Count - count, count);
    }

    /// <summary>Takes one event out of the live file.</summary>
    public void Cut(int first, int count)
    {
        files[0].Events.RemoveRange(first, count);
        written = 0;
        isAnew = true;
    }

    /// <summary>Writes to disk what was told since.</summary>
    public void Save()
    {
        Directory.CreateDirectory(folder);
        if (IsDelayed && File.Exists(Live))
            return;
        var live = files[0].Events;
        if (isAnew)
            File.Delete(Live);
        using var file = new FileStream(Live, FileMode.Append);
        for (; written < live.Count; written++)
            file.Write(Bytes(live[written]));
        isAnew = false;
    }

    private void Move(int most, bool compresses)
    {
        for (var number = files.Count - 1; number >= 0; number--)
        {
            var (_, isCompressed) = files[number];
            var from = number == 0 ? Live : $"{Live}.{number}{(isCompressed ? ".gz" : "")}";
            if (number + 1 >= most)
                File.Delete(from);
            else if (isCompressed || !compresses)
                File.Move(from, $"{Live}.{number + 1}{(isCompressed ? ".gz" : "")}");
            else
                Compress(from, $"{Live}.{number + 1}.gz");
            files[number] = (files[number].Events, isCompressed || compresses);
        }
    }

    private static void Compress(string from, string to)
    {
        // The framework writes nothing for nothing, where gzip writes its head and its foot.
        if (new FileInfo(from).Length == 0)
            File.WriteAllBytes(to, Convert.FromHexString("1f8b080000000000000303000000000000000000"));
        else
            Pack(from, to);
        File.Delete(from);
    }

    private static void Pack(string from, string to)
    {
        using (var input = File.OpenRead(from))
        using (var output = File.Create(to))
        using (var zip = new GZipStream(output, CompressionLevel.Fastest))
            input.CopyTo(zip);
    }

    private byte[] Bytes(HostEvent told)
    {
        var node = told.Node is { } name ? $"node={name} " : "";
        var text = string.Concat(told.Lines.Select(line => $"{node}{line}\n"));
        return Encoding.UTF8.GetBytes(IsOfOldKernel ? text.Replace(" nametype=", " objtype=", StringComparison.Ordinal) : text);
    }
}
