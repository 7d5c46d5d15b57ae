using System.Buffers.Binary;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>An entry of the measurement list, as whoever made the host knows it.</summary>
/// <param name="Number">Its number in this boot, from 1; the boot_aggregate is an entry too.</param>
/// <param name="Name">The name that it bears: a path with spaces replaced, or a bare name.</param>
/// <param name="Algorithm">Of the file's digest.</param>
/// <param name="Digest">The file's digest, in lower-case hexadecimal.</param>
/// <param name="Bytes">The entry in the binary list.</param>
public sealed record HostEntry(int Number, string Name, string Algorithm, string Digest, byte[] Bytes);

/// <summary>The kernel's measurement list of one boot and the TPM's PCR 10, in the banks sha1 and sha256.</summary>
public sealed class HostList
{
    /// <summary>A template whose entries hold no digest.</summary>
    public const string NameOnly = "n-ng";

    /// <summary>A template of one site's kernel.</summary>
    public const string LocalTemplate = "d-ng|n-ng|cg";

    private const string LocalField = "system.slice";

    private readonly List<HostEntry> entries = [];
    private readonly HashSet<string> known = [];
    private Dictionary<string, byte[]> pcrs = EmptyPcrs();

    /// <summary>The template of new entries: ima-ng, ima-sig, <c>n-ng</c> without a digest, or <c>d-ng|n-ng|cg</c> with a field that only one site's kernel writes.</summary>
    public string Template { get; set; } = "ima-sig";

    /// <summary>True for a kernel that enters a file again though the same entry is there (CONFIG_IMA_DISABLE_HTABLE).</summary>
    public bool RepeatsEntries { get; set; }

    /// <summary>What can be read of the list: dropped entries are gone.</summary>
    public IReadOnlyList<HostEntry> Entries => entries;

    /// <summary>How many entries were made in this boot, those that were dropped too.</summary>
    public int Made { get; private set; }

    /// <summary>Violations that the kernel counted in this boot.</summary>
    public int Violations { get; private set; }

    /// <summary>PCR 10 by bank.</summary>
    public IReadOnlyDictionary<string, byte[]> Pcrs => pcrs;

    /// <summary>The binary list with SHA-1 template digests.</summary>
    public byte[] Binary => [.. entries.SelectMany(entry => entry.Bytes)];

    /// <summary>Enters a file. Returns null where the same entry is there: then the list stays silent.</summary>
    /// <param name="name">A path, or a bare name; its spaces become underscores.</param>
    /// <param name="content">What the file holds.</param>
    /// <param name="algorithm">Of the digest.</param>
    public HostEntry? Measure(string name, byte[] content, string algorithm = "sha256") =>
        Enter(name, algorithm, Contents.Hash(algorithm, content));

    /// <summary>Enters a file by its digest.</summary>
    public HostEntry? Enter(string name, string algorithm, byte[] digest)
    {
        var listed = name.Replace(' ', '_');
        var data = Data(listed, algorithm, digest);
        var template = Contents.Hash("sha1", data);
        if (!known.Add(Convert.ToHexString(template)) && !RepeatsEntries)
            return null;
        foreach (var (bank, value) in pcrs.ToList())
            pcrs[bank] = Contents.Hash(bank, [.. value, .. Contents.Hash(bank, data)]);
        return Add(listed, algorithm, digest, template, data);
    }

    /// <summary>Enters a violation: the kernel could not vouch for what was read.</summary>
    public HostEntry Violate(string name)
    {
        var listed = name.Replace(' ', '_');
        var data = Data(listed, "sha256", new byte[32]);
        foreach (var (bank, value) in pcrs.ToList())
            pcrs[bank] = Contents.Hash(bank, [.. value, .. Enumerable.Repeat((byte)0xFF, value.Length)]);
        Violations++;
        return Add(listed, "sha256", new byte[32], new byte[20], data);
    }

    /// <summary>The list in its ASCII form.</summary>
    public string Ascii => string.Concat(entries.Select(entry =>
    {
        var (digest, rest) = (Convert.ToHexStringLower(entry.Bytes.AsSpan(4, 20)), Template == "ima-sig" ? " " : Template == LocalTemplate ? $" {LocalField}" : "");
        return $"10 {digest} {Template} {(Template == NameOnly ? "" : $"{entry.Algorithm}:{entry.Digest} ")}{entry.Name}{rest}\n";
    }));

    /// <summary>The list with the template digests of another bank (<c>binary_runtime_measurements_sm3</c>).</summary>
    /// <param name="hash">Of that bank.</param>
    public byte[] BinaryOf(Func<byte[], byte[]> hash) => [.. entries.SelectMany(entry =>
    {
        var head = 4 + 20 + 4 + Template.Length + 4;
        return (byte[])[.. entry.Bytes[..4], .. hash(entry.Bytes[head..]), .. entry.Bytes[24..]];
    })];

    /// <summary>Drops the first entries, as root can ask the kernel to since 7.2. PCRs stay.</summary>
    public void Drop(int count) => entries.RemoveRange(0, count);

    /// <summary>Takes an entry out, or puts another in its place, as no kernel does: the PCR stays.</summary>
    public void Tamper(int index, byte[]? entry)
    {
        if (entry is null)
            entries.RemoveAt(index);
        else
            entries[index] = entries[index] with { Bytes = entry };
    }

    /// <summary>Hibernates: the TPM begins anew, and the list goes on.</summary>
    public void ResetPcr() => pcrs = EmptyPcrs();

    /// <summary>Begins the list of another boot.</summary>
    /// <param name="aggregate">What the boot_aggregate is hashed from.</param>
    /// <param name="resetsPcr">False under kexec.</param>
    /// <param name="carriesList">True where kexec hands the list over.</param>
    internal void Restart(string aggregate, bool resetsPcr = true, bool carriesList = false)
    {
        if (!carriesList)
        {
            entries.Clear();
            known.Clear();
            Made = 0;
            Violations = 0;
        }
        else
        {
            // The new kernel knows what it was handed, and nothing of what was dropped before.
            known.Clear();
            known.UnionWith(entries.Select(entry => Convert.ToHexString(entry.Bytes.AsSpan(4, 20))));
        }
        if (resetsPcr)
            pcrs = EmptyPcrs();
        Enter("boot_aggregate", "sha256", Contents.Hash("sha256", Encoding.UTF8.GetBytes(aggregate)));
    }

    private HostEntry Add(string name, string algorithm, byte[] digest, byte[] template, byte[] data)
    {
        byte[] bytes = [.. Number(10), .. template, .. Number(Template.Length), .. Encoding.ASCII.GetBytes(Template), .. Number(data.Length), .. data];
        var entry = new HostEntry(++Made, name, algorithm, Convert.ToHexStringLower(digest), bytes);
        entries.Add(entry);
        return entry;
    }

    private byte[] Data(string name, string algorithm, byte[] digest)
    {
        byte[] first = [.. Encoding.ASCII.GetBytes(algorithm + ":\0"), .. digest];
        byte[] second = [.. Encoding.UTF8.GetBytes(name), 0];
        byte[] named = [.. Number(second.Length), .. second];
        byte[] data = [.. Number(first.Length), .. first, .. named];
        return Template switch
        {
            NameOnly => named,
            LocalTemplate => [.. data, .. Number(LocalField.Length), .. Encoding.ASCII.GetBytes(LocalField)],
            "ima-sig" => [.. data, .. Number(0)],
            _ => data,
        };
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static Dictionary<string, byte[]> EmptyPcrs() => new() { ["sha1"] = new byte[20], ["sha256"] = new byte[32] };
}
