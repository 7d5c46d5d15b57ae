using System.Text;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Names of any bytes: what is shown is harmless and stands for just these bytes.</summary>
internal sealed class SafeTextTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    public string Name => "safe-text";

    public string Group => "list";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "\\", "\\\\", "\"", "\\x41", "\\u202e", "\\n", "\n", "\t", "\u001b[2J", "\u00e2\u0080\u00ae",
        "\u00f0\u009f\u0098\u0080", "\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00f3\u00a0\u0084\u0080",
        "\u00e2\u0080\u008b",
    ];

    public void Run(byte[] input)
    {
        var shown = SafeText.Of(input);
        BrokenPromiseException.Unless(
            !shown.Any(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\u202e'),
            "nothing moves the cursor");
        var meant = SafeText.Unescape(Encoding.UTF8.GetBytes(shown));
        BrokenPromiseException.Unless(meant.AsSpan().SequenceEqual(input), "what is shown can be read back");
        SafeText.Unescape(input);
    }
}
