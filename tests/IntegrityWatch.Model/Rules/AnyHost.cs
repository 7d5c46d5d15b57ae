using CsCheck;

namespace IntegrityWatch.Model.Rules;

/// <summary>
/// Asks whether a rule holds of hosts that differ in what they lived through, in which file it is about and in what that holds. Each was
/// captured when the rule is asked, and is clean.
/// </summary>
internal static class AnyHost
{
    private static readonly string[] Folders = ["/usr/local/bin/", "/usr/local/sbin/", "/opt/app/bin/", "/srv/site/", "/usr/lib/site/"];

    private static readonly Gen<string> AnyName = Gen.Char['a', 'z'].Array[3, 9].Select(letters => new string(letters));

    private static readonly Gen<string> AnyPath = Gen.Select(Gen.Int[0, Folders.Length - 1], AnyName, (folder, name) => Folders[folder] + name);

    /// <summary>What any host does from day to day, and what a capture then takes as it is.</summary>
    private static readonly Gen<Deed> Daily = Gen.OneOf(
        [.. new[] { Deed.Run, Deed.Upgrade, Deed.Reboot, Deed.Rotate, Deed.Scan, Deed.Capture }.Select(Gen.Const)]);

    private static readonly Gen<Step[]> Before = Gen.Select(Daily, Gen.Int[Place.Unowned.Length, Place.Unowned.Length + 1], Gen.Int[0, 3],
        (deed, place, content) => new Step(deed, place, content)).Array[0, 6];

    private static readonly Gen<Sample> Any = Gen.Select(Before, AnyPath, AnyName, Gen.Int[0, 999].Array[8],
        (before, path, name, numbers) => new Sample(before, path, name, numbers));

    /// <summary>So many hosts a rule is asked of.</summary>
    private static int Hosts => Math.Max(5, LivesTests.Steps / 2000);

    /// <summary>Asks a rule, which throws where it does not hold.</summary>
    /// <param name="rule">Given a captured host and what was drawn for it.</param>
    /// <param name="prepare">What is done to the host before it lives: which kernel and TPM it has.</param>
    public static void Holds(Action<WatchedHost, Sample> rule, Action<SimulatedHost, Sample>? prepare = null) => Any.Holds(Hosts, (sample, seed) =>
    {
        using var life = new Life();
        try
        {
            prepare?.Invoke(life.Watched.Host, sample);
            life.KeepPolicy();
            foreach (var step in sample.Before)
                life.Happen(step);
            Assert.Equal(0, life.Watched.Capture().Code);
            rule(life.Watched, sample);
            return true;
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{fault.Message}\n{sample}\nINTEGRITYWATCH_MODEL_SEED={seed}", fault);
        }
    });
}

/// <summary>What was drawn for one host.</summary>
/// <param name="Before">What it lived through.</param>
/// <param name="Path">A path that is not there yet.</param>
/// <param name="Name">A word.</param>
/// <param name="Numbers">Each below a thousand.</param>
internal sealed record Sample(Step[] Before, string Path, string Name, int[] Numbers)
{
    /// <summary>A program that is this host's alone.</summary>
    public byte[] Program(string text) => Contents.Program($"{text} {Name} {Numbers[0]}");

    /// <summary>The number at that place, from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(int at, int least, int most) => least + Numbers[at] % (most - least + 1);

    public override string ToString() => $"{Path} {Name} [{string.Join(", ", Numbers)}] after:\n  {string.Join(",\n  ", Before)}";
}
