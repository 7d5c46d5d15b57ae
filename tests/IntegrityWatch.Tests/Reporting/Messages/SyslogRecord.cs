using System.Text;

namespace IntegrityWatch.Tests.Reporting.Messages;

/// <summary>A message as a receiver reads it, letter by letter as the grammar of RFC 5424 has it.</summary>
internal sealed record SyslogRecord(int Priority, string Time, string Host, string Program, string Process, string MessageId, string DataId,
    Dictionary<string, string> Data, string Text)
{
    public static SyslogRecord Parse(byte[] message)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(message);
        Assert.Equal('<', text[0]);
        var end = text.IndexOf('>', StringComparison.Ordinal);
        var priority = int.Parse(text[1..end]);
        Assert.Equal("1 ", text[(end + 1)..(end + 3)]);
        var fields = text[(end + 3)..].Split(' ', 6);
        var (id, data, rest) = Element(fields[5]);
        return new SyslogRecord(priority, fields[0], fields[1], fields[2], fields[3], fields[4], id, data, rest);
    }

    private static (string Id, Dictionary<string, string> Data, string Text) Element(string text)
    {
        Assert.Equal('[', text[0]);
        var at = text.IndexOfAny([' ', ']']);
        var id = text[1..at];
        var data = new Dictionary<string, string>();
        while (text[at] == ' ')
        {
            var equals = text.IndexOf('=', at);
            var name = text[(at + 1)..equals];
            Assert.Equal('"', text[equals + 1]);
            var value = new StringBuilder();
            for (at = equals + 2; text[at] != '"'; at++)
            {
                if (text[at] == '\\' && text[at + 1] is '"' or '\\' or ']')
                    at++;
                else
                    Assert.NotEqual(']', text[at]);
                value.Append(text[at]);
            }
            at++;
            data.Add(name, value.ToString());
        }
        Assert.Equal("] ", text[at..(at + 2)]);
        return (id, data, text[(at + 2)..]);
    }
}
