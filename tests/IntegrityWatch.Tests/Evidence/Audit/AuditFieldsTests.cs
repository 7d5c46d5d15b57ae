using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditFieldsTests
{
    [Theory]
    [InlineData("a=1 b=\"two\" c=3", "a=1|b=\"two\"|c=3")]
    [InlineData("a=1  b= c=3 ", "a=1|b=|c=3")]
    [InlineData("avc:  denied  { read } for pid=3", "pid=3")]
    [InlineData("op=policy_update cause=signed policy required comm=\"cat\" res=0", "op=policy_update|cause=signed policy required|comm=\"cat\"|res=0")]
    [InlineData("cause=signed policy", "cause=signed policy")]
    [InlineData("comm=\"bash\" exe=\"/usr/bin/ba", "comm=\"bash\"|exe=\"/usr/bin/ba\"")]
    [InlineData("exe=\"/usr/bin/ba\u001dUID=\"root\"", "exe=\"/usr/bin/ba\"|UID=\"root\"")]
    [InlineData("subj=unconfined\u001dAUID=\"unset\" UID=\"john doe\"", "subj=unconfined|AUID=\"unset\"|UID=\"john doe\"")]
    [InlineData("subj=unconfinedAUID=\"unset\" UID=\"john doe\"", "subj=unconfined|AUID=\"unset\"|UID=\"john doe\"")]
    [InlineData("exe=\"/bin/sh\"AUID=\"root\" UID=\"root\"", "exe=\"/bin/sh\"|AUID=\"root\"|UID=\"root\"")]
    [InlineData("key=(null)ARCH=x86_64 SYSCALL=execve", "key=(null)|ARCH=x86_64|SYSCALL=execve")]
    [InlineData("key=5431ARCH=x86_64 SYSCALL=execve", "key=5431|ARCH=x86_64|SYSCALL=execve")]
    [InlineData("res=1 errno=0UID=\"root\" AUID=\"unset\"", "res=1|errno=0|UID=\"root\"|AUID=\"unset\"")]
    [InlineData("= == =a", "=|==|=a")]
    public void Fields_are_found_in_order(string body, string expected)
    {
        var found = new List<string>();
        foreach (var field in new AuditFields(Encoding.ASCII.GetBytes(body)))
        {
            var value = Encoding.ASCII.GetString(field.Value);
            found.Add(Encoding.ASCII.GetString(field.Name) + '=' + (field.IsQuoted ? $"\"{value}\"" : value));
        }

        Assert.Equal(expected, string.Join('|', found));
    }

    [Theory]
    [InlineData("\"/bin/sh\"", "/bin/sh")]
    [InlineData("2F62696E2F7368", "/bin/sh")]
    [InlineData("2F62696E2F736", "2F62696E2F736")]
    [InlineData("2f62", "2f62")]
    [InlineData("\"2F62\"", "2F62")]
    [InlineData("\"(null)\"", "(null)")]
    [InlineData("\"\"", "")]
    [InlineData("08:01", "08:01")]
    [InlineData("", "")]
    public void Untrusted_strings_are_decoded_as_the_kernel_wrote_them(string value, string expected)
    {
        Assert.Equal(expected, Only("name=" + value).ToText());
    }

    [Fact]
    public void A_bare_null_is_no_value() => Assert.Null(Only("exe=(null)").ToBytes());

    [Theory]
    [InlineData("4294967295", 4294967295u)]
    [InlineData("0", 0u)]
    [InlineData("-1", null)]
    [InlineData("4294967296", null)]
    [InlineData("12x", null)]
    [InlineData("", null)]
    public void A_number_is_read_whole_or_not_at_all(string value, uint? expected) =>
        Assert.Equal(expected, Only("auid=" + value).ToUInt32());

    [Fact]
    public void No_bytes_can_break_or_hold_up_the_fields() =>
        Gen.OneOf(Gen.Byte, Gen.Int[0, 6].Select(i => "= \"\u001dUID"u8[i])).Array[0, 80]
            .Sample(bytes =>
            {
                var taken = 0;
                foreach (var field in new AuditFields(bytes))
                    taken += field.Name.Length + 1 + field.Value.Length;
                return taken <= bytes.Length;
            });

    private static AuditField Only(string body)
    {
        var fields = new AuditFields(Encoding.ASCII.GetBytes(body));
        Assert.True(fields.MoveNext());
        return fields.Current;
    }
}
