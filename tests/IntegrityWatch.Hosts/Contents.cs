using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>What files hold.</summary>
public static class Contents
{
    /// <summary>A program, library or module that is told apart by <paramref name="text"/>.</summary>
    public static byte[] Program(string text) => [0x7f, .. "ELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(text)];

    /// <summary>A script that is told apart by <paramref name="text"/>.</summary>
    public static byte[] Script(string text) => Encoding.UTF8.GetBytes($"#!/bin/sh\n{text}\n");

    /// <summary>A file that nothing runs.</summary>
    public static byte[] Data(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The digest of <paramref name="content"/> in lower-case hexadecimal.</summary>
    /// <param name="content">What is hashed.</param>
    /// <param name="algorithm">As the kernel names it: sha1, sha256, sha384, sha512.</param>
    public static string Digest(byte[] content, string algorithm = "sha256") => Convert.ToHexStringLower(Hash(algorithm, content));

#pragma warning disable CA5350, CA5351 // The kernel's plain list is SHA-1, and dpkg's manifests are MD5.
    internal static byte[] Hash(string algorithm, ReadOnlySpan<byte> data) => algorithm switch
    {
        "md5" => MD5.HashData(data),
        "sha1" => SHA1.HashData(data),
        "sha256" => SHA256.HashData(data),
        "sha384" => SHA384.HashData(data),
        "sha512" => SHA512.HashData(data),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm"),
    };
#pragma warning restore CA5350, CA5351
}
