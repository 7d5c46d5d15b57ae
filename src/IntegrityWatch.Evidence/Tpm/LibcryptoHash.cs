using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// The hashes of OpenSSL's libcrypto, which the framework itself loads, without what the framework and EVP set up and tear down
/// for each: about 120 ns for the hundred bytes of an entry, against 1,200 ns of SHA256.HashData and 250 ns of EVP.
/// The functions (SHA256_Init, SHA256_Update, SHA256_Final and their like) have been the same since OpenSSL 0.9.8.
/// </summary>
internal sealed unsafe class LibcryptoHash : BankHash
{
    /// <summary>Above what SHA512_CTX, the largest of their contexts, takes: 216 bytes.</summary>
    private const nuint ContextLength = 512;

    // The calls do not let the garbage collector in, so they must be short.
    private const int MostBytesAtOnce = 64 * 1024;

    private static readonly Lazy<nint> Library = new(Load);

    private readonly delegate* unmanaged[SuppressGCTransition]<void*, int> init;
    private readonly delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, int> update;
    private readonly delegate* unmanaged[SuppressGCTransition]<byte*, void*, int> final;
    private readonly int width;
    private void* context;

    private LibcryptoHash(DigestAlgorithm algorithm, nint init, nint update, nint final)
    {
        width = algorithm.Width;
        this.init = (delegate* unmanaged[SuppressGCTransition]<void*, int>)init;
        this.update = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, int>)update;
        this.final = (delegate* unmanaged[SuppressGCTransition]<byte*, void*, int>)final;
        context = NativeMemory.AllocZeroed(ContextLength);
    }

    ~LibcryptoHash() => Free();

    /// <summary>Null where the library is missing or built without these functions.</summary>
    public static LibcryptoHash? TryCreate(DigestAlgorithm algorithm)
    {
        var name = algorithm.Name.ToUpperInvariant();
        if (Library.Value == 0
            || !NativeLibrary.TryGetExport(Library.Value, name + "_Init", out var init)
            || !NativeLibrary.TryGetExport(Library.Value, name + "_Update", out var update)
            || !NativeLibrary.TryGetExport(Library.Value, name + "_Final", out var final))
        {
            return null;
        }
        var hash = new LibcryptoHash(algorithm, init, update, final);
        if (hash.AgreesWithFramework(algorithm))
            return hash;
        hash.Dispose();
        return null;
    }

    public override void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, width);
        init(context);
        while (data.Length > MostBytesAtOnce)
        {
            Update(data[..MostBytesAtOnce]);
            data = data[MostBytesAtOnce..];
        }
        Update(data);
        fixed (byte* output = destination)
            final(output, context);
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static nint Load()
    {
        foreach (var name in (string[])["libcrypto.so.3", "libcrypto.so.1.1"])
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        return 0;
    }

    private void Update(ReadOnlySpan<byte> data)
    {
        fixed (byte* input = data)
            update(context, input, (nuint)data.Length);
    }

    private bool AgreesWithFramework(DigestAlgorithm algorithm)
    {
        // More than one block of every algorithm, and no whole number of them.
        Span<byte> data = stackalloc byte[300];
        for (var index = 0; index < data.Length; index++)
            data[index] = (byte)index;
        Span<byte> computed = stackalloc byte[width];
        Compute(data, computed);
        return computed.SequenceEqual(CryptographicOperations.HashData(algorithm.FrameworkName, data));
    }

    private void Free()
    {
        NativeMemory.Free(context);
        context = null;
    }
}
