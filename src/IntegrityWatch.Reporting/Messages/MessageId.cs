using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>Ids of messages: receivers that get one twice, because a run was killed between sending and remembering, can tell by it.</summary>
internal static class MessageId
{
    private const int Bytes = 16;

    /// <param name="parts">What makes the message another than any other. None holds a zero character.</param>
    public static string Of(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, Bytes));
}
