// Reads QR codes by the camera: with what the browser has for it, else with the packaged reader, loaded only then.
(function (Door) {
  "use strict";

  const EACH = 150; // milliseconds between two looks
  const WIDTH = 640; // of the picture that is looked at
  const AGAIN = 3000; // so long the code that was just read is not read again

  function loaded(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function reader(address) {
    if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => ((await detector.detect(canvas))[0] || {}).rawValue;
    }
    if (!window.jsQR) {
      await loaded(address);
    }
    return async (canvas, context) => {
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      const found = window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" });
      return found && found.data;
    };
  }

  // Show the camera within `frame` and call `seen` with each text; the answer stops it. Rejects without a camera.
  Door.watch = async function (frame, address, seen) {
    const read = await reader(address);
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    const video = document.createElement("video");
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    video.muted = true;
    video.setAttribute("playsinline", "");
    video.srcObject = stream;
    frame.replaceChildren ? frame.replaceChildren(video) : frame.append(video);
    frame.hidden = false;
    await video.play();
    let last = "";
    let until = 0;
    let isOn = true;

    async function look() {
      if (!isOn) {
        return;
      }
      if (video.videoWidth) {
        canvas.width = Math.min(WIDTH, video.videoWidth);
        canvas.height = Math.round((video.videoHeight * canvas.width) / video.videoWidth);
        context.drawImage(video, 0, 0, canvas.width, canvas.height);
        const text = await read(canvas, context);
        if (text && (text !== last || Date.now() > until)) {
          if (navigator.vibrate) {
            navigator.vibrate(80);
          }
          seen(text);
        }
        if (text) {
          last = text;
          until = Date.now() + AGAIN;
        }
      }
      setTimeout(look, EACH);
    }
    look();

    return function stop() {
      isOn = false;
      stream.getTracks().forEach((track) => track.stop());
      frame.hidden = true;
      frame.textContent = "";
    };
  };
})(window.Door);
