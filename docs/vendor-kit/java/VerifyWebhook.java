import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Kiểm tra chữ ký của một webhook. Verifies the signature of a webhook.
 *
 * Header: X-Hocba-Signature: t=1781078400,v1=<hex HMAC-SHA256>
 */
public class VerifyWebhook {
  /** Quá 5 phút thì bỏ: chống gửi lại. Older than five minutes is refused: replays. */
  static final long TOLERANCE_SECONDS = 300;

  static boolean isGenuine(String header, byte[] body, String secret, long nowSeconds) throws Exception {
    String time = null;
    String signature = null;
    for (String part : header.split(",")) {
      if (part.startsWith("t=")) time = part.substring(2);
      if (part.startsWith("v1=")) signature = part.substring(3);
    }
    if (time == null || signature == null) return false;
    if (Math.abs(nowSeconds - Long.parseLong(time)) > TOLERANCE_SECONDS) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = mac.doFinal(body);
    // So sánh không lộ thời gian. Compared in constant time.
    return MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature));
  }

  public static void main(String[] args) throws Exception {
    byte[] body = System.in.readAllBytes();
    System.out.println(isGenuine(args[0], body, args[1], Long.parseLong(args[2])) ? "ok" : "refused");
  }
}
