using System.Globalization;
using System.Text;
using CsCheck;

namespace IntegrityWatch.Tests.Platform;

public class SafeTextProperties
{
    private static readonly Gen<byte[]> AnyBytes = Gen.Byte.Array[0, 40];

    // Every character there is, so that every category is met, mixed with what escapes are made of.
    private static readonly Gen<byte[]> AnyText = Gen.OneOf<string>(
            Gen.Int[0, 0x10ffff].Where(Rune.IsValid).Select(value => new Rune(value).ToString()),
            Gen.OneOf("\\", "\"", "x", "u", "n", "t", "0", "a", " ", "\n", "\u200b", "\u202e", "\ufeff"))
        .Array[0, 20].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    private static readonly Gen<byte[]> Anything = Gen.OneOf<byte[]>(AnyBytes, AnyText);

    [Fact]
    public void Nothing_in_it_controls_a_terminal_ends_a_line_or_turns_the_writing() => Anything.Sample(bytes =>
        SafeText.Of(bytes).EnumerateRunes().All(rune => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse)),
        iter: 20_000);

    [Fact]
    public void It_is_one_column_or_one_quoted_text() => Anything.Sample(bytes =>
    {
        var text = SafeText.Of(bytes);
        return text is ['"', .. var inner, '"']
            ? !HasFreeQuote(inner)
            : text.Length > 0 && !text.Contains(' ') && !text.Contains('"');
    }, iter: 20_000);

    [Fact]
    public void What_is_shown_can_be_asked_for() => Anything.Sample(bytes =>
        SafeText.Unescape(Encoding.UTF8.GetBytes(SafeText.Of(bytes)))!.AsSpan().SequenceEqual(bytes), iter: 20_000);

    [Fact]
    public void Two_values_never_look_alike() => Gen.Select(Anything, Anything).Sample((left, right) =>
        (SafeText.Of(left) == SafeText.Of(right)) == left.AsSpan().SequenceEqual(right), iter: 20_000);

    private static bool HasFreeQuote(string inner)
    {
        for (var i = 0; i < inner.Length; i++)
            if (inner[i] == '\\')
                i++;
            else if (inner[i] == '"')
                return true;
        return false;
    }
}
