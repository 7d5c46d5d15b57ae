using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>
/// Files with names as a Debian host has them, of 45 bytes on average, all different. Name and content follow from the seed and the
/// file's number alone, so that a longer list begins with a shorter one.
/// </summary>
internal sealed class MadeUpFiles : IMeasuredFiles
{
    private static readonly string[] Folders =
    [
        "/usr/bin/", "/usr/sbin/", "/usr/lib/x86_64-linux-gnu/lib", "/usr/lib/x86_64-linux-gnu/perl/5.36/auto/", "/usr/libexec/",
        "/usr/lib/python3/dist-packages/", "/usr/lib/x86_64-linux-gnu/gstreamer-1.0/libgst", "/usr/share/doc-base/tools/", "/usr/local/bin/",
        "/opt/application/releases/current/bin/", "/usr/lib/jvm/java-17-openjdk-amd64/lib/", "/usr/lib/systemd/", "/usr/lib/git-core/",
        "/usr/lib/x86_64-linux-gnu/security/pam_", "/usr/lib/postgresql/15/lib/", "/usr/lib/R/site-library/",
    ];

    private static readonly string[] Syllables =
        ["ka", "lo", "mi", "nu", "sy", "net", "pro", "gen", "cor", "dat", "sec", "tra", "for", "mat", "xen", "vol"];

    private readonly long seed;
    private readonly Dictionary<int, int> versions = [];

    /// <param name="count">How many files there are.</param>
    /// <param name="seed">What names and content follow from.</param>
    /// <param name="boot">Each boot before it, and it, changed some files.</param>
    /// <param name="changes">How many files each boot but the first changed.</param>
    public MadeUpFiles(int count, long seed, int boot = 0, int changes = 0)
    {
        Count = count;
        this.seed = seed;
        for (var past = 1; past <= boot; past++)
            for (var change = 0; change < changes; change++)
            {
                var changed = (int)(BinaryPrimitives.ReadUInt32LittleEndian(Hash(past, change, 'c')) % (uint)Math.Max(1, count));
                versions[changed] = versions.GetValueOrDefault(changed) + 1;
            }
    }

    public int Count { get; }

    public MeasuredFile this[int number] => new(PathOf(number), Hash(number, versions.GetValueOrDefault(number), 'f'));

    private byte[] PathOf(int number)
    {
        var random = Hash(number, 0, 'n');
        var path = new StringBuilder(Folders[random[0] % Folders.Length]);
        for (var syllable = 0; syllable < 3 + random[1] % 4; syllable++)
            path.Append(Syllables[random[2 + syllable] % Syllables.Length]);
        path.Append('-').Append(number);
        return Encoding.ASCII.GetBytes(path.ToString());
    }

    private byte[] Hash(int first, int second, char purpose)
    {
        Span<byte> input = stackalloc byte[18];
        BinaryPrimitives.WriteInt64LittleEndian(input, seed);
        BinaryPrimitives.WriteInt32LittleEndian(input[8..], first);
        BinaryPrimitives.WriteInt32LittleEndian(input[12..], second);
        BinaryPrimitives.WriteInt16LittleEndian(input[16..], (short)purpose);
        return SHA256.HashData(input);
    }
}
