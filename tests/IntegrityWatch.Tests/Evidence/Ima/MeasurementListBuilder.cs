using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Writes a measurement list byte for byte as the kernel does, in both forms at once.</summary>
internal sealed class MeasurementListBuilder(int width = 20, bool bigEndian = false)
{
    private readonly List<byte> binary = [];
    private readonly List<byte> ascii = [];

    public byte[] Binary => binary.ToArray();

    public byte[] Ascii => ascii.ToArray();

    /// <summary>Where each entry of the binary list ends.</summary>
    public List<int> Ends { get; } = [];

    /// <summary>Where each entry of the ASCII list ends.</summary>
    public List<int> AsciiEnds { get; } = [];

    public MeasurementListBuilder File(string name, string content = "content") =>
        Add("ima-ng", ListField.Digest("sha256", Sha256(content)), ListField.Name(name));

    public MeasurementListBuilder SignedFile(string name, byte[] signature) =>
        Add("ima-sig", ListField.Digest("sha256", Sha256(name)), ListField.Name(name), ListField.Hex(signature));

    public MeasurementListBuilder Violation(string name) =>
        Violation("ima-ng", ListField.Digest("sha256", new byte[20]), ListField.Name(name));

    public MeasurementListBuilder Violation(string template, params ListField[] fields) =>
        Write(10, new byte[width], template, fields);

    public MeasurementListBuilder Legacy(byte[] digest, byte[] name)
    {
        byte[] hashed = [.. digest, .. name, .. new byte[256 - name.Length]];
        return Write(10, Hash(hashed), "ima", [ListField.RawDigest(digest), new ListField(name, name)]);
    }

    public MeasurementListBuilder Add(string template, params ListField[] fields) => AddTo(10, template, fields);

    public MeasurementListBuilder AddTo(int pcr, string template, params ListField[] fields) =>
        Write(pcr, Hash(Data(fields)), template, fields);

    /// <summary>An entry whose template digest is the caller's.</summary>
    public MeasurementListBuilder Write(int pcr, byte[] digest, string template, params ListField[] fields)
    {
        binary.AddRange(Number(pcr));
        binary.AddRange(digest);
        binary.AddRange(Number(template.Length));
        binary.AddRange(Encoding.ASCII.GetBytes(template));
        if (template == "ima")
        {
            binary.AddRange(fields[0].Data);
            binary.AddRange(Number(fields[1].Data.Length));
            binary.AddRange(fields[1].Data);
        }
        else
        {
            var data = Data(fields);
            binary.AddRange(Number(data.Length));
            binary.AddRange(data);
        }
        Ends.Add(binary.Count);

        var head = $"{pcr,2} {Convert.ToHexStringLower(digest)} {template}";
        ascii.AddRange(Encoding.ASCII.GetBytes(head));
        foreach (var field in fields)
        {
            ascii.Add((byte)' ');
            ascii.AddRange(field.Text);
        }
        ascii.Add((byte)'\n');
        AsciiEnds.Add(ascii.Count);
        return this;
    }

    public static byte[] Sha256(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    private byte[] Data(ListField[] fields) => [.. fields.SelectMany(field => Number(field.Data.Length).Concat(field.Data))];

    private byte[] Number(int number)
    {
        var bytes = new byte[4];
        if (bigEndian)
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

#pragma warning disable CA5350 // The kernel's plain list is SHA-1.
    private byte[] Hash(byte[] data) => width switch
    {
        20 => SHA1.HashData(data),
        32 => SHA256.HashData(data),
        48 => SHA384.HashData(data),
        _ => SHA512.HashData(data),
    };
#pragma warning restore CA5350
}
