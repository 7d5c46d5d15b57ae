using System.Globalization;

namespace IntegrityWatch.AuditRules;

/// <summary>What an option -F or -C asks for, as in <c>auid>=1000</c>.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What with; never empty.</param>
internal readonly record struct RuleComparison(string Field, string Operator, string Value)
{
    private static readonly string[] Operators = ["!=", ">=", "<=", "&=", "=", ">", "<", "&"];

    private static readonly Dictionary<string, int> FileTypes = new()
    {
        ["socket"] = 0xc000, ["link"] = 0xa000, ["file"] = 0x8000, ["block"] = 0x6000, ["dir"] = 0x4000,
        ["character"] = 0x2000, ["fifo"] = 0x1000,
    };

    /// <summary>The same text for the same condition, however it is written.</summary>
    public string Plain => (Field == "loginuid" ? "auid" : Field) + Operator + Number(Value);

    public static bool IsFileType(string value) => FileTypes.ContainsKey(value);

    /// <exception cref="FormatException">It asks for nothing.</exception>
    public static RuleComparison Parse(string pair)
    {
        // In auditctl's order: the first operator that stands anywhere, not the one that stands first.
        foreach (var comparison in Operators)
        {
            var at = pair.IndexOf(comparison, StringComparison.Ordinal);
            if (at < 0)
                continue;
            if (at == 0)
                throw new FormatException($"no field is named: {pair}");
            var value = pair[(at + comparison.Length)..];
            return value.Length > 0
                ? new RuleComparison(pair[..at], comparison, value)
                : throw new FormatException($"no value: {pair}");
        }
        throw new FormatException($"no comparison: {pair}");
    }

    /// <summary>In decimal, as unsigned as the kernel holds it; a name that means the same everywhere as its number.</summary>
    private static string Number(string value)
    {
        if (value == "unset")
            return Number("-1");
        if (value == "root")
            return "0";
        if (FileTypes.TryGetValue(value, out var type))
            return type.ToString();
        if (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out var hex)
                ? $"{hex}"
                : value;
        if (value.Length is > 1 and < 12 && value[0] == '0' && value.All(digit => digit is >= '0' and <= '7'))
            return $"{value.Aggregate(0L, (number, digit) => (number * 8) + digit - '0')}";
        return int.TryParse(value, NumberStyles.AllowLeadingSign, null, out var number)
            ? $"{(uint)number}"
            : value;
    }
}
