using System.Text;

namespace Assistant.Bot.Import;

/// <summary>Tells UTF-8 from GB18030 by the bytes of the whole file, read in blocks.</summary>
internal static class TextEncodings
{
    /// <summary>UTF-8 when its multi-byte sequences outnumber the bytes that fit none; else GB18030.</summary>
    public static Encoding Detect(Stream stream)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        long good = 0, bad = 0;
        var buffer = new byte[64 * 1024];
        var kept = 0;
        for (int read; (read = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var length = kept + read;
            var at = 0;
            while (at < length)
            {
                if (buffer[at] < 0x80)
                {
                    at++;
                    continue;
                }

                var status = Rune.DecodeFromUtf8(buffer.AsSpan(at, length - at), out _, out var used);
                if (status == System.Buffers.OperationStatus.NeedMoreData)
                    break;
                if (status == System.Buffers.OperationStatus.Done)
                    good++;
                else
                    bad++;
                at += used;
            }

            kept = length - at;
            buffer.AsSpan(at, kept).CopyTo(buffer);
        }

        // A sequence cut off at the end of the file is as bad as one cut off in the middle.
        return good >= bad + kept ? new UTF8Encoding(false) : Encoding.GetEncoding("GB18030");
    }
}

/// <summary>
/// A reader that cuts cells longer than <see cref="TableReader.MostCell"/>, so that no cell, however long, is held in memory;
/// the rows after it are read as if nothing had happened. A quotation mark that is never closed costs its own cell, not the file.
/// </summary>
internal sealed class CellLimit(TextReader inner) : TextReader
{
    private readonly char[] block = new char[32 * 1024];
    private int at;
    private int length;
    private const int MostLinesInCell = 100;
    private int cell;
    private int lines;
    private bool quoted;
    private string? firstLine;

    /// <summary>The first line, to see what separates the cells.</summary>
    public string PeekLine()
    {
        if (firstLine is null)
        {
            length = inner.ReadBlock(block, 0, block.Length);
            var end = Array.IndexOf(block, '\n', 0, length);
            firstLine = new string(block, 0, end < 0 ? length : end);
        }

        return firstLine;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        var written = 0;
        while (written < count)
        {
            if (at == length)
            {
                at = 0;
                length = inner.Read(block, 0, block.Length);
                if (length == 0)
                    break;
            }

            var c = block[at++];
            if (c == '"')
                (quoted, lines) = (!quoted, 0);
            if (quoted && c == '\n' && ++lines > MostLinesInCell && count - written >= 3)
            {
                // Nobody writes such a cell: the mark was never closed. Close it here and go on with the next line.
                buffer[index + written++] = TableReader.Cut;
                buffer[index + written++] = '"';
                quoted = false;
            }

            if (!quoted && c is ',' or '\t' or '\n')
                cell = 0;
            else
                cell++;
            // Quotation marks always pass, so that the cell still closes.
            if (cell <= TableReader.MostCell || c == '"')
                buffer[index + written++] = c;
            else if (cell == TableReader.MostCell + 1)
                buffer[index + written++] = TableReader.Cut;
        }

        return written;
    }

    public override int Read(Span<char> buffer)
    {
        var copy = new char[buffer.Length];
        var read = Read(copy, 0, copy.Length);
        copy.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) => Task.FromResult(Read(buffer, index, count));

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
