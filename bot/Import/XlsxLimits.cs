using System.IO.Compression;

namespace Assistant.Bot.Import;

/// <summary>Looks through a workbook before it is opened: a file that unpacks without end, or holds an endless cell, is refused.</summary>
internal static class XlsxLimits
{
    private const long MostUnpacked = 2L * 1024 * 1024 * 1024;
    private const long MostStrings = 512L * 1024 * 1024;
    private const int MostRun = 16 * 1024 * 1024;
    private const int MostRatio = 100;
    private const int RatioCountsFrom = 64 * 1024 * 1024;

    /// <summary>Unpacks every part once, counting and forgetting.</summary>
    /// <exception cref="UnreadableFileException">What is wrong.</exception>
    public static void Check(string path, Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            long total = 0;
            foreach (var part in zip.Entries)
            {
                total += Unpacked(path, part, total);
                if (part.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) && part.Length > MostStrings)
                    throw new UnreadableFileException($"{path}: the workbook's texts are larger than {MostStrings / 1024 / 1024} MiB; split it into several files, or save it as CSV.");
            }
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException($"{path}: the workbook is damaged or incomplete; save it again in Excel and load it once more.", e);
        }
    }

    private static long Unpacked(string path, ZipArchiveEntry part, long before)
    {
        using var content = part.Open();
        var buffer = new byte[128 * 1024];
        long length = 0, run = 0;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            length += read;
            var last = buffer.AsSpan(0, read).LastIndexOf((byte)'<');
            run = last < 0 ? run + read : read - last;
            if (run > MostRun)
                throw new UnreadableFileException($"{path}: a cell is longer than any real one; look for it in {part.FullName}.");
            if (before + length > MostUnpacked || (length > RatioCountsFrom && length / Math.Max(1, part.CompressedLength) > MostRatio))
                throw new UnreadableFileException($"{path}: the workbook unpacks to far more than a case file holds; it was refused. Save the data as CSV.");
        }

        return length;
    }
}
